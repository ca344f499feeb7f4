import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { isCurrentKit, kitRows } from '../kits/tables';
import { projectRows } from '../projects/tables';
import { runRows } from '../provisioning/tables';

export type CurrentKit = ReturnType<typeof currentKits>[number];

/** The current kits of every project that is not archived, or of those in a workspace. */
export const currentKits = (db: Db, workspaceId: string | null = null) =>
  db
    .select({
      kitId: kitRows.id,
      participant: kitRows.participant,
      type: kitRows.type,
      fingerprint256: kitRows.fingerprint256,
      notBefore: kitRows.notBefore,
      notAfter: kitRows.notAfter,
      runId: runRows.id,
      runNumber: runRows.number,
      projectId: projectRows.id,
      projectName: projectRows.name,
    })
    .from(kitRows)
    .innerJoin(runRows, eq(runRows.id, kitRows.runId))
    .innerJoin(projectRows, eq(projectRows.id, runRows.projectId))
    .where(
      and(
        eq(projectRows.archived, false),
        workspaceId === null ? undefined : eq(projectRows.workspaceId, workspaceId),
        isCurrentKit,
      ),
    )
    .orderBy(asc(projectRows.name), asc(kitRows.participant))
    .all();

/**
 * Without those of projects that are archived or, given a workspace, in another one. A federation that is no
 * project here is in view everywhere: there is nowhere else to look for it.
 */
export function inView<T extends { projectId: string | null }>(
  db: Db,
  certificates: readonly T[],
  workspaceId: string | null,
): T[] {
  const projects = db
    .select({ id: projectRows.id, archived: projectRows.archived, workspaceId: projectRows.workspaceId })
    .from(projectRows)
    .all();
  const hidden = new Set(
    projects
      .filter((project) => project.archived || (workspaceId !== null && project.workspaceId !== workspaceId))
      .map(({ id }) => id),
  );
  return certificates.filter(({ projectId }) => projectId === null || !hidden.has(projectId));
}
