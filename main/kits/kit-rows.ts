import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Handover, KitSummary } from '../../preload/contract/kits';
import type { Store } from '../db/open';
import { projectRows } from '../projects/tables';
import type { Transaction } from '../provisioning/run-rows';
import { runRows } from '../provisioning/tables';
import { stateOfDates, worst } from './kit-checks';
import type { KitRecord } from './kit-collection';
import { handoverRows, kitRows } from './tables';

export type KitStore = ReturnType<typeof createKitStore>;

/** SQLite takes 32,766 values in one statement; a kit has eleven. */
const rowsAtOnce = 500;

const isCurrent = sql<number>`(${runRows.state} = 'succeeded' and ${runRows.number} = (
  select max(newest.number) from runs newest where newest.project_id = ${runRows.projectId} and newest.state = 'succeeded'
))`;

const columns = {
  id: kitRows.id,
  runId: kitRows.runId,
  runNumber: runRows.number,
  projectId: runRows.projectId,
  projectName: projectRows.name,
  participant: kitRows.participant,
  type: kitRows.type,
  org: kitRows.org,
  role: kitRows.role,
  fingerprint256: kitRows.fingerprint256,
  notBefore: kitRows.notBefore,
  notAfter: kitRows.notAfter,
  current: isCurrent,
  state: kitRows.state,
  fileCount: kitRows.fileCount,
  sizeBytes: kitRows.sizeBytes,
  handovers: sql<number>`(select count(*) from ${handoverRows} where ${handoverRows.kitId} = ${kitRows.id})`,
};

interface KitFilter {
  runId: string | null;
  projectId: string | null;
  workspaceId?: string | null;
  /** Those of older runs too. */
  all: boolean;
}

const typeOrder = sql`case ${kitRows.type} when 'server' then 0 when 'relay' then 1 when 'client' then 2 else 3 end`;

/** The rows of kits and of their hand-overs. */
export function createKitStore({ db }: Store) {
  const select = (where: SQL | undefined): KitSummary[] =>
    db
      .select(columns)
      .from(kitRows)
      .innerJoin(runRows, eq(runRows.id, kitRows.runId))
      .innerJoin(projectRows, eq(projectRows.id, runRows.projectId))
      .where(where)
      .orderBy(asc(projectRows.name), desc(runRows.number), typeOrder, asc(kitRows.participant))
      .all()
      .map((row) => ({
        ...row,
        current: Boolean(row.current),
        // Time passes without anyone looking at the files.
        state: worst([row.state, stateOfDates(row.notAfter, Date.now())]),
      }));

  return {
    insert(transaction: Transaction, runId: string, kits: KitRecord[]): void {
      for (let at = 0; at < kits.length; at += rowsAtOnce) {
        const batch = kits.slice(at, at + rowsAtOnce);
        transaction
          .insert(kitRows)
          .values(batch.map((kit) => ({ ...kit, id: randomUUID(), runId })))
          .run();
      }
    },
    list(filter: KitFilter): KitSummary[] {
      const every = filter.all || filter.runId !== null;
      const { workspaceId = null } = filter;
      return select(
        and(
          filter.runId === null ? undefined : eq(kitRows.runId, filter.runId),
          filter.projectId === null ? undefined : eq(runRows.projectId, filter.projectId),
          workspaceId === null ? undefined : eq(projectRows.workspaceId, workspaceId),
          every ? undefined : sql`${isCurrent}`,
        ),
      );
    },
    find: (kitId: string): KitSummary | undefined => select(eq(kitRows.id, kitId))[0],
    /** The project file that a run was made from. */
    documentOf: (runId: string): string | undefined =>
      db.select({ text: runRows.document }).from(runRows).where(eq(runRows.id, runId)).get()?.text,
    /** Remembers what a look at the files has shown. */
    setState(kitId: string, state: KitSummary['state']): void {
      db.update(kitRows).set({ state }).where(eq(kitRows.id, kitId)).run();
    },
    handovers: (kitId: string): Handover[] =>
      db
        .select()
        .from(handoverRows)
        .where(eq(handoverRows.kitId, kitId))
        .orderBy(desc(handoverRows.at))
        .all(),
    addHandover(row: typeof handoverRows.$inferInsert): Handover {
      return db.insert(handoverRows).values(row).returning().get();
    },
  };
}
