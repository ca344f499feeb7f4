import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/open';
import { kitRows } from '../kits/tables';
import { projectRows } from '../projects/tables';
import { runRows } from '../provisioning/tables';

export type CurrentKit = ReturnType<typeof currentKits>[number];

const isNewest = sql`${runRows.number} = (
  select max(newest.number) from runs newest where newest.project_id = ${runRows.projectId} and newest.state = 'succeeded'
)`;

/** The kits of the newest successful run of every project that is not archived, or of those in a workspace. */
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
        eq(runRows.state, 'succeeded'),
        isNewest,
      ),
    )
    .orderBy(asc(projectRows.name), asc(kitRows.participant))
    .all();
