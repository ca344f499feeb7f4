import { useQuery } from '@tanstack/react-query';
import type { ProjectSummary } from '../../preload/contract/projects';
import { orpc } from '../rpc/client';

const listOf = (archived: boolean) => orpc.projects.list.queryOptions({ input: { search: '', archived } });

/** The projects, with those of the archive behind them when asked for. */
export function useProjectList(withArchived: boolean) {
  const present = useQuery(listOf(false));
  const archive = useQuery({ ...listOf(true), enabled: withArchived });
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
