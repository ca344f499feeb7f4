import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { HeldKit, KitSummary } from '../../preload/contract/kits';
import type { Store } from '../db/open';
import { disabledRows, projectRows } from '../projects/tables';
import { runRows } from '../provisioning/tables';
import { createHandoverStore } from './handover-rows';
import { findHeldKits, heldKey, type HeldScope } from './held-kits';
import { stateOfDates, worst } from './kit-checks';
import { insertKits } from './kit-insert';
import { handoverRows, kitHistoryRows, kitRows } from './tables';

export type KitStore = ReturnType<typeof createKitStore>;

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
  disabled: sql<number>`exists (
    select 1 from ${disabledRows} where ${disabledRows.projectId} = ${runRows.projectId} and ${disabledRows.participant} = ${kitRows.participant}
  )`,
};

/** Which part of a list; all of it without a limit. */
export interface Paging {
  offset: number;
  limit: number | null;
}

const whole: Paging = { offset: 0, limit: null };

const typeOrder = sql`case ${kitRows.type} when 'server' then 0 when 'relay' then 1 when 'client' then 2 else 3 end`;

/** The current kits, with what a kit that is out is compared by. */
const currentKits = (db: Store['db'], { projectId, participant }: HeldScope) =>
  db
    .select({
      kitId: kitRows.id,
      projectId: runRows.projectId,
      participant: kitRows.participant,
      fingerprint256: kitRows.fingerprint256,
      contents256: kitHistoryRows.contents256,
    })
    .from(kitRows)
    .innerJoin(runRows, eq(runRows.id, kitRows.runId))
    .leftJoin(kitHistoryRows, eq(kitHistoryRows.kitId, kitRows.id))
    .where(
      and(
        projectId === null ? undefined : eq(runRows.projectId, projectId),
        participant === undefined ? undefined : eq(kitRows.participant, participant),
        sql`${isCurrent}`,
      ),
    )
    .all();

/** The rows of kits and of their hand-overs. */
export function createKitStore({ db }: Store) {
  const currents = (scope: HeldScope) => currentKits(db, scope);
  const held = (scope: HeldScope) => findHeldKits(db, scope, currents);

  const select = (
    where: SQL | undefined,
    heldKits: ReadonlyMap<string, HeldKit>,
    { offset, limit } = whole,
  ) =>
    db
      .select(columns)
      .from(kitRows)
      .innerJoin(runRows, eq(runRows.id, kitRows.runId))
      .innerJoin(projectRows, eq(projectRows.id, runRows.projectId))
      .where(where)
      .orderBy(asc(projectRows.name), desc(runRows.number), typeOrder, asc(kitRows.participant))
      .limit(limit ?? -1)
      .offset(offset)
      .all()
      .map((row): KitSummary => ({
        ...row,
        current: Boolean(row.current),
        // Time passes without anyone looking at the files.
        state: worst([row.state, stateOfDates(row.notAfter, Date.now())]),
        held: heldKits.get(heldKey(row)) ?? null,
        disabled: Boolean(row.disabled),
      }));

  return {
    ...createHandoverStore(db),
    held,
    currents,
    insert: insertKits,
    list(filter: { runId: string | null; projectId: string | null; all: boolean } & Partial<Paging>) {
      const { runId, projectId, all, offset = 0, limit = null } = filter;
      return select(
        and(
          runId === null ? undefined : eq(kitRows.runId, runId),
          projectId === null ? undefined : eq(runRows.projectId, projectId),
          all || runId !== null ? undefined : sql`${isCurrent}`,
        ),
        held({ projectId }),
        { offset, limit },
      );
    },
    /** Without what its participant holds, which an export of a thousand kits has no use for. */
    find: (kitId: string): KitSummary | undefined => select(eq(kitRows.id, kitId), new Map())[0],
    /** The project file that a run was made from. */
    documentOf: (runId: string): string | undefined =>
      db.select({ text: runRows.document }).from(runRows).where(eq(runRows.id, runId)).get()?.text,
    /** Remembers what a look at the files has shown. */
    setState(kitId: string, state: KitSummary['state']): void {
      db.update(kitRows).set({ state }).where(eq(kitRows.id, kitId)).run();
    },
  };
}
