import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { DisabledParticipant } from '../../preload/contract/projects';
import type { Db } from '../db/open';
import { disabledRows } from '../projects/tables';
import { runRows } from '../provisioning/tables';
import { kitHistoryRows, kitRows } from './tables';

export type PastKitRow = typeof kitHistoryRows.$inferSelect;
/** Without the contents, which are long and only needed of kits that differ. */
export type ShortPastKit = Omit<PastKitRow, 'contents'>;

const shortColumns = {
  kitId: kitHistoryRows.kitId,
  projectId: kitHistoryRows.projectId,
  runId: kitHistoryRows.runId,
  runNumber: kitHistoryRows.runNumber,
  at: kitHistoryRows.at,
  participant: kitHistoryRows.participant,
  type: kitHistoryRows.type,
  fingerprint256: kitHistoryRows.fingerprint256,
  notBefore: kitHistoryRows.notBefore,
  notAfter: kitHistoryRows.notAfter,
  serialNumber: kitHistoryRows.serialNumber,
  publicKey256: kitHistoryRows.publicKey256,
  ca256: kitHistoryRows.ca256,
  contents256: kitHistoryRows.contents256,
};

/** The rows of what kits were. */
export function createHistoryStore(db: Db) {
  return {
    /** Every kit of a project, of the newest run first. */
    ofProject: (projectId: string): ShortPastKit[] =>
      db
        .select(shortColumns)
        .from(kitHistoryRows)
        .where(eq(kitHistoryRows.projectId, projectId))
        .orderBy(desc(kitHistoryRows.runNumber), asc(kitHistoryRows.participant))
        .all(),
    ofParticipant: (projectId: string, participant: string): (PastKitRow & { kept: boolean })[] =>
      db
        .select({ past: kitHistoryRows, keptId: kitRows.id })
        .from(kitHistoryRows)
        .leftJoin(kitRows, eq(kitRows.id, kitHistoryRows.kitId))
        .where(and(eq(kitHistoryRows.projectId, projectId), eq(kitHistoryRows.participant, participant)))
        .orderBy(desc(kitHistoryRows.runNumber))
        .all()
        .map(({ past, keptId }) => ({ ...past, kept: keptId !== null })),
    find: (kitId: string): PastKitRow | undefined =>
      db.select().from(kitHistoryRows).where(eq(kitHistoryRows.kitId, kitId)).get(),
    contentsOf: (kitIds: string[]): Map<string, PastKitRow['contents']> =>
      new Map(
        db
          .select({ kitId: kitHistoryRows.kitId, contents: kitHistoryRows.contents })
          .from(kitHistoryRows)
          .where(inArray(kitHistoryRows.kitId, kitIds))
          .all()
          .map(({ kitId, contents }) => [kitId, contents]),
      ),
    runs: (projectId: string): { runId: string; number: number; at: number }[] =>
      db
        .select({
          runId: kitHistoryRows.runId,
          number: kitHistoryRows.runNumber,
          at: sql<number>`max(${kitHistoryRows.at})`,
        })
        .from(kitHistoryRows)
        .where(eq(kitHistoryRows.projectId, projectId))
        .groupBy(kitHistoryRows.runId, kitHistoryRows.runNumber)
        .orderBy(desc(kitHistoryRows.runNumber))
        .all(),
    disabledIn: (projectId: string): DisabledParticipant[] =>
      db
        .select({
          participant: disabledRows.participant,
          reason: disabledRows.reason,
          at: disabledRows.at,
          by: disabledRows.by,
        })
        .from(disabledRows)
        .where(eq(disabledRows.projectId, projectId))
        .all(),
    /** Kits from before there was a history. */
    unremembered: (projectId: string) =>
      db
        .select({ kit: kitRows, runNumber: runRows.number, at: runRows.finishedAt })
        .from(kitRows)
        .innerJoin(runRows, eq(runRows.id, kitRows.runId))
        .leftJoin(kitHistoryRows, eq(kitHistoryRows.kitId, kitRows.id))
        .where(and(eq(runRows.projectId, projectId), isNull(kitHistoryRows.kitId)))
        .all(),
    remember(row: PastKitRow): void {
      db.insert(kitHistoryRows).values(row).onConflictDoNothing().run();
    },
  };
}

export type HistoryStore = ReturnType<typeof createHistoryStore>;
