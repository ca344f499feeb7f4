import { and, asc, eq } from 'drizzle-orm';
import type { DeploymentState, Place } from '../../preload/contract/deployments';
import type { Store } from '../db/open';
import { notFound } from '../errors';
import { deploymentRows } from './tables';

export type DeploymentRow = typeof deploymentRows.$inferSelect;
export type DeploymentStore = ReturnType<typeof createDeploymentStore>;

/** The rows of what was put where. */
export function createDeploymentStore({ db }: Store) {
  const find = (id: string): DeploymentRow | undefined =>
    db.select().from(deploymentRows).where(eq(deploymentRows.id, id)).get();
  return {
    list: (): DeploymentRow[] =>
      db
        .select()
        .from(deploymentRows)
        .orderBy(asc(deploymentRows.projectName), asc(deploymentRows.participant))
        .all(),
    find,
    need(id: string): DeploymentRow {
      const row = find(id);
      if (!row) throw notFound('This deployment');
      return row;
    },
    /** What is at a place already. */
    at: (place: Place, target: string): DeploymentRow | undefined =>
      db
        .select()
        .from(deploymentRows)
        .where(and(eq(deploymentRows.hostId, place.hostId), eq(deploymentRows.target, target)))
        .all()
        .find((row) => row.place.kind === place.kind),
    put(row: DeploymentRow): void {
      db.insert(deploymentRows).values(row).onConflictDoUpdate({ target: deploymentRows.id, set: row }).run();
    },
    /** Keeps what was seen; writes only when it is something else than before, as every write wakes the pages. */
    see(id: string, state: DeploymentState): void {
      const before = find(id)?.state;
      if (before === undefined) return;
      if (before && same(before, state)) return;
      db.update(deploymentRows).set({ state }).where(eq(deploymentRows.id, id)).run();
    },
    remove: (id: string): void => void db.delete(deploymentRows).where(eq(deploymentRows.id, id)).run(),
  };
}

/** The note is a line of a log, which is another one all the time. */
function same(a: DeploymentState, b: DeploymentState): boolean {
  const of = ({ phase, since, exitCode, sites, kitThere, previous }: DeploymentState) =>
    JSON.stringify([phase, since, exitCode, sites, kitThere, previous]);
  return of(a) === of(b);
}
