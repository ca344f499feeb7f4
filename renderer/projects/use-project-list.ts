import { useQuery } from '@tanstack/react-query';
import type { ProjectSummary } from '../../preload/contract/projects';
import { orpc } from '../rpc/client';

const listOf = (archived: boolean, workspaceId: string | null) =>
  orpc.projects.list.queryOptions({ input: { search: '', archived, workspaceId } });

interface Wanted {
  /** Those of the archive too. */
  archived: boolean;
  /** Null: those of all workspaces. */
  workspaceId: string | null;
}

/** The projects, with those of the archive behind them when asked for. */
export function useProjectList({ archived: withArchived, workspaceId }: Wanted) {
  const present = useQuery(listOf(false, workspaceId));
  const archive = useQuery({ ...listOf(true, workspaceId), enabled: withArchived });
  const known = new Set(present.data?.projects.map((project) => project.id));
  const archived = (withArchived ? archive.data?.projects : null) ?? [];
  const projects: ProjectSummary[] | null = present.data
    ? [...present.data.projects, ...archived.filter((project) => !known.has(project.id))]
    : null;
  return {
    projects,
    error: present.error ?? (withArchived ? archive.error : null),
    refetch: () => void Promise.all([present.refetch(), withArchived ? archive.refetch() : null]),
  };
}
