import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { orpc } from './client';

interface WorkspaceView {
  /** Null: all workspaces. */
  workspaceId: string | null;
}

const useView = create<WorkspaceView>()(
  persist((): WorkspaceView => ({ workspaceId: null }), { name: 'fedwright.workspace' }),
);

/** Shows the projects of one workspace everywhere, or with null those of all. */
export function viewWorkspace(workspaceId: string | null): void {
  useView.setState({ workspaceId });
}

/** The workspaces, once they are known. */
export const useWorkspaces = () => useQuery(orpc.workspaces.list.queryOptions());

/** The workspace in view; null for all. One that was deleted meanwhile, or belongs to another data directory, is all. */
export function useWorkspaceView(): string | null {
  const { workspaceId } = useView();
  const { data } = useWorkspaces();
  if (workspaceId === null || !data) return workspaceId;
  return data.some(({ id }) => id === workspaceId) ? workspaceId : null;
}
