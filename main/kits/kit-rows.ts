import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { HeldKit, KitSummary } from '../../preload/contract/kits';
import type { Store } from '../db/open';
import { createPages, cutPage, type Paging } from '../db/pages';
import { disabledRows, projectRows } from '../projects/tables';
import { runRows } from '../provisioning/tables';
import { createHandoverStore } from './handover-rows';
import { findHeldKits, heldKey, type HeldScope } from './held-kits';
import { stateOfDates, worst } from './kit-checks';
import { insertKits } from './kit-insert';
import { handoverRows, isCurrentKit, kitHistoryRows, kitRows } from './tables';

export type KitRows = ReturnType<typeof createKitRows>;

const columns = {
  id: kitRows.id,
  runId: kitRows.runId,
  runNumber: runRows.number,
  nvflareVersion: runRows.nvflareVersion,
  projectId: runRows.projectId,
  projectName: projectRows.name,
  participant: kitRows.participant,
  type: kitRows.type,
  org: kitRows.org,
  role: kitRows.role,
  fingerprint256: kitRows.fingerprint256,
  notBefore: kitRows.notBefore,
  notAfter: kitRows.notAfter,
  current: isCurrentKit,
  state: kitRows.state,
  fileCount: kitRows.fileCount,
  sizeBytes: kitRows.sizeBytes,
  handovers: sql<number>`(select count(*) from ${handoverRows} where ${handoverRows.kitId} = ${kitRows.id})`,
  disabled: sql<number>`exists (
    select 1 from ${disabledRows} where ${disabledRows.projectId} = ${runRows.projectId} and ${disabledRows.participant} = ${kitRows.participant}
  )`,
};

interface KitFilter {
  runId: string | null;
  projectId: string | null;
  workspaceId?: string | null;
  /** Those of older runs too. */
  all: boolean;
}

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
        isCurrentKit,
      ),
    )
    .all();

/** The rows of kits and of their hand-overs. */
export function createKitRows(store: Store) {
  const { db } = store;
  const currents = (scope: HeldScope) => currentKits(db, scope);
  const held = (scope: HeldScope) => findHeldKits(db, scope, currents);

  const select = (where: SQL | undefined, heldKits: ReadonlyMap<string, HeldKit>) =>
    db
      .select(columns)
      .from(kitRows)
      .innerJoin(runRows, eq(runRows.id, kitRows.runId))
      .innerJoin(projectRows, eq(projectRows.id, runRows.projectId))
      .where(where)
      .orderBy(asc(projectRows.name), desc(runRows.number), typeOrder, asc(kitRows.participant))
      .all()
      .map((row): KitSummary => ({
        ...row,
        current: Boolean(row.current),
        // Time passes without anyone looking at the files.
        state: worst([row.state, stateOfDates(row.notAfter, Date.now())]),
        held: heldKits.get(heldKey(row)) ?? null,
        disabled: Boolean(row.disabled),
      }));

  const listAll = ({ runId, projectId, workspaceId = null, all }: KitFilter): KitSummary[] =>
    select(
      and(
        runId === null ? undefined : eq(kitRows.runId, runId),
        projectId === null ? undefined : eq(runRows.projectId, projectId),
        workspaceId === null ? undefined : eq(projectRows.workspaceId, workspaceId),
        all || runId !== null ? undefined : isCurrentKit,
      ),
      held({ projectId }),
    );
  const listOf = createPages(store, listAll, (kits) => kits);

  const documentOf = (runId: string): string | undefined =>
    db.select({ text: runRows.document }).from(runRows).where(eq(runRows.id, runId)).get()?.text;

  return {
    ...createHandoverStore(db),
    held,
    currents,
    insert: insertKits,
    list({ offset = 0, limit = null, ...filter }: KitFilter & Partial<Paging>): KitSummary[] {
      return cutPage(listOf(filter, { offset, limit }), { offset, limit });
    },
    /** The current kits of a project, each with the project file that it was made from. */
    issued(projectId: string) {
      const kits = db
        .select({
          ...{ id: kitRows.id, participant: kitRows.participant, type: kitRows.type, org: kitRows.org },
          ...{ role: kitRows.role, notAfter: kitRows.notAfter, runId: kitRows.runId },
        })
        .from(kitRows)
        .innerJoin(runRows, eq(runRows.id, kitRows.runId))
        .where(and(eq(runRows.projectId, projectId), isCurrentKit))
        .all();
      // A file may be large, and the kits of a run share one.
      const documents = new Map<string, string>();
      for (const { runId } of kits) if (!documents.has(runId)) documents.set(runId, documentOf(runId) ?? '');
      return kits.map(({ runId, ...kit }) => ({ ...kit, document: documents.get(runId) ?? '' }));
    },
    /** Without what its participant holds, which an export of a thousand kits has no use for. */
    find: (kitId: string): KitSummary | undefined => select(eq(kitRows.id, kitId), new Map())[0],
    /** The project file that a run was made from. */
    documentOf,
    /** Remembers what a look at the files has shown. */
    setState(kitId: string, state: KitSummary['state']): void {
      db.update(kitRows).set({ state }).where(eq(kitRows.id, kitId)).run();
    },
  };
}
