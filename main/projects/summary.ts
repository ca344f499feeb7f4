import type { ProjectSummary } from '../../preload/contract/projects';
import type { ProjectHead } from './project-store';

/** The newest run of a project, as its runs tell. */
export type LastRun = Omit<NonNullable<ProjectSummary['lastRun']>, 'outdated'> & { revision: number };

export function toSummary(row: ProjectHead, lastRun: LastRun | null): ProjectSummary {
  const { id, workspaceId, name, description, revision, archived, createdAt, updatedAt } = row;
  const { counts, errors, warnings } = row;
  const about = { id, workspaceId, name, description, revision, archived, createdAt, updatedAt };
  const base = { ...about, counts, errors, warnings };
  if (!lastRun) return { ...base, lastRun: null };
  const { id: runId, number, state, at, adopted } = lastRun;
  const outdated = lastRun.revision !== revision;
  return { ...base, lastRun: { id: runId, number, state, at, outdated, adopted } };
}

/** Whether a person who types these words means this project. */
export function matches(row: ProjectHead, search: string): boolean {
  const text = `${row.name} ${row.description}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
