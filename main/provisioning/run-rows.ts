import { and, desc, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import type { RunSummary } from '../../preload/contract/provisioning';
import type { Db, Store } from '../db/open';
import { conflict } from '../errors';
import { kitRows } from '../kits/tables';
import { projectRows } from '../projects/tables';
import { runRows } from './tables';

export type RunRow = typeof runRows.$inferSelect;
export type RunEnd = Pick<RunRow, 'state' | 'error'>;
/** What a transaction gives: the same queries, committed together. */
export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

type NewRun = Pick<
  RunRow,
  | 'id'
  | 'projectId'
  | 'taskId'
  | 'revision'
  | 'document'
  | 'startedBy'
  | 'scope'
  | 'participants'
  | 'disabled'
>;

export type RunStore = ReturnType<typeof createRunStore>;

// Without the project file, which a list of runs has no use for and which may be large.
const shortColumns = {
  id: runRows.id,
  projectId: runRows.projectId,
  number: runRows.number,
  state: runRows.state,
  scope: runRows.scope,
  taskId: runRows.taskId,
  revision: runRows.revision,
  nvflareVersion: runRows.nvflareVersion,
  python: runRows.python,
  error: runRows.error,
  startedBy: runRows.startedBy,
  startedAt: runRows.startedAt,
  finishedAt: runRows.finishedAt,
};

/** The rows of runs. */
export const createRunStore = (store: Store) => ({ ...createWriting(store), ...createReading(store.db) });

const createWriting = ({ db, durably }: Pick<Store, 'db' | 'durably'>) => ({
  /** Adds a running run under the project's next number. */
  begin(row: NewRun): void {
    const next = sql<number>`(select coalesce(max(number), 0) + 1 from runs where project_id = ${row.projectId})`;
    db.insert(runRows)
      .values({ ...row, number: next, state: 'running', startedAt: Date.now() })
      .run();
  },
  setRuntime(runId: string, runtime: { version: string; python: string }): void {
    db.update(runRows)
      .set({ nvflareVersion: runtime.version, python: runtime.python })
      .where(eq(runRows.id, runId))
      .run();
  },
  /**
   * The commit point of a run: it has succeeded and its kits are known, or neither. On the disk when this
   * returns, because the CA that the run before kept is removed after it.
   * @throws AppError CONFLICT when the run was meanwhile given up for dead.
   */
  succeed(runId: string, insertKits: (transaction: Transaction) => void): void {
    durably(() =>
      db.transaction((transaction) => {
        const { changes } = transaction
          .update(runRows)
          .set({ state: 'succeeded', error: null, finishedAt: Date.now() })
          .where(and(eq(runRows.id, runId), eq(runRows.state, 'running')))
          .run();
        if (changes === 0)
          throw conflict(
            'Another Fedwright took this run for dead and ended it.',
            'Provision again. Nothing of this run was kept.',
          );
        insertKits(transaction);
      }),
    );
  },
  /** Ends a running run; one that has ended stays as it is. */
  end(runId: string, end: RunEnd): void {
    db.update(runRows)
      .set({ ...end, finishedAt: Date.now() })
      .where(and(eq(runRows.id, runId), eq(runRows.state, 'running')))
      .run();
  },
});

function createReading(db: Db) {
  const summaries = () =>
    db
      .select({
        ...shortColumns,
        projectName: projectRows.name,
        kitCount: sql<number>`(select count(*) from ${kitRows} where ${kitRows.runId} = ${runRows.id})`,
      })
      .from(runRows)
      .innerJoin(projectRows, eq(projectRows.id, runRows.projectId));

  // A list of projects asks it of each of them: most of the time went into making the statement anew.
  const lastOf = db
    .select(shortColumns)
    .from(runRows)
    .where(eq(runRows.projectId, sql.placeholder('projectId')))
    .orderBy(desc(runRows.number))
    .limit(1)
    .prepare();
  return {
    find: (runId: string): RunRow | undefined => db.select().from(runRows).where(eq(runRows.id, runId)).get(),
    states: () =>
      db
        .select({
          id: runRows.id,
          projectId: runRows.projectId,
          state: runRows.state,
          taskId: runRows.taskId,
        })
        .from(runRows)
        .orderBy(desc(runRows.number))
        .all(),
    list(filter: { projectId: string | null; limit: number }): RunSummary[] {
      const where = filter.projectId === null ? undefined : eq(runRows.projectId, filter.projectId);
      const rows = summaries()
        .where(where)
        .orderBy(desc(runRows.startedAt), desc(runRows.number))
        .limit(filter.limit)
        .all();
      return rows.map(toSummary);
    },
    summary(runId: string): RunSummary | undefined {
      const row = summaries().where(eq(runRows.id, runId)).get();
      return row && toSummary(row);
    },
    last: (projectId: string) => lastOf.get({ projectId }),
    /**
     * The newest succeeded run of the project that is not this one and, with a number, comes before it; with
     * `whole` the newest of everything.
     */
    lastSucceeded: (
      projectId: string,
      options: { not: string; before?: number; whole?: boolean },
    ): RunRow | undefined =>
      db
        .select()
        .from(runRows)
        .where(
          and(
            eq(runRows.projectId, projectId),
            eq(runRows.state, 'succeeded'),
            ne(runRows.id, options.not),
            options.before === undefined ? undefined : lt(runRows.number, options.before),
            options.whole ? inArray(runRows.scope, ['all', 'rotate']) : undefined,
          ),
        )
        .orderBy(desc(runRows.number))
        .limit(1)
        .get(),
  };
}

const toSummary = (
  row: Omit<RunRow, 'document' | 'participants' | 'disabled'> & { projectName: string; kitCount: number },
): RunSummary => ({
  ...row,
  durationMs: row.finishedAt === null ? null : row.finishedAt - row.startedAt,
});
