import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { HeldKit } from '../../preload/contract/kits';
import type { Db } from '../db/open';
import { runRows } from '../provisioning/tables';
import { handoverRows, kitHistoryRows, kitRows, receiptRows } from './tables';

/** What must be known of a current kit to compare the one that is out with it. */
interface CurrentKit {
  kitId: string;
  projectId: string;
  participant: string;
  fingerprint256: string;
  contents256: string | null;
}

export const heldKey = (of: { projectId: string; participant: string }): string =>
  `${of.projectId} ${of.participant}`;

/** All kits, those of a project, or those of one participant. */
export interface HeldScope {
  projectId: string | null;
  participant?: string;
}

/**
 * The newest kit of each participant that is recorded as handed over, by `heldKey`, and what it is worth.
 * `currents` are the current kits; asked for only when something was handed over.
 */
export function findHeldKits(
  db: Db,
  scope: HeldScope,
  currents: (scope: HeldScope) => CurrentKit[],
): Map<string, HeldKit> {
  const held = new Map<string, HeldKit>();
  const handed = handedKits(db, scope);
  if (handed.length === 0) return held;
  const current = new Map(currents(scope).map((kit) => [heldKey(kit), kit]));
  const projects = new Set(handed.map(({ projectId }) => projectId));
  const cas = new Map([...projects].map((projectId) => [projectId, newestCa(db, projectId)]));
  const now = Date.now();
  for (const kit of handed) {
    const key = heldKey(kit);
    if (held.has(key)) continue;
    const { runNumber, recipient, at, confirmed } = kit;
    const state = stateOf(kit, current.get(key), cas.get(kit.projectId) ?? null, now);
    held.set(key, { state, runNumber, recipient, at, confirmed: confirmed !== null });
  }
  return held;
}

const newestCa = (db: Db, projectId: string): string | null =>
  db
    .select({ ca256: kitHistoryRows.ca256 })
    .from(kitHistoryRows)
    .where(and(eq(kitHistoryRows.projectId, projectId), isNotNull(kitHistoryRows.ca256)))
    .orderBy(desc(kitHistoryRows.runNumber))
    .limit(1)
    .get()?.ca256 ?? null;

type HandedKit = ReturnType<typeof handedKits>[number];

/** The newest run's first, and of one kit the last hand-over. The clean-up of old runs leaves such kits. */
const handedKits = (db: Db, { projectId, participant }: HeldScope) =>
  db
    .select({
      kitId: kitRows.id,
      projectId: runRows.projectId,
      participant: kitRows.participant,
      runNumber: runRows.number,
      fingerprint256: kitRows.fingerprint256,
      notAfter: kitRows.notAfter,
      ca256: kitHistoryRows.ca256,
      contents256: kitHistoryRows.contents256,
      recipient: handoverRows.recipient,
      at: handoverRows.at,
      confirmed: receiptRows.at,
    })
    .from(handoverRows)
    .innerJoin(kitRows, eq(kitRows.id, handoverRows.kitId))
    .innerJoin(runRows, eq(runRows.id, kitRows.runId))
    .leftJoin(kitHistoryRows, eq(kitHistoryRows.kitId, kitRows.id))
    .leftJoin(receiptRows, eq(receiptRows.handoverId, handoverRows.id))
    .where(
      and(
        projectId === null ? undefined : eq(runRows.projectId, projectId),
        participant === undefined ? undefined : eq(kitRows.participant, participant),
      ),
    )
    .orderBy(desc(runRows.number), desc(handoverRows.at))
    .all();

function stateOf(
  kit: HandedKit,
  current: CurrentKit | undefined,
  ca256: string | null,
  now: number,
): HeldKit['state'] {
  if (kit.notAfter <= now) return 'dead';
  // What is not known of a kit is not held against it.
  if (kit.ca256 !== null && ca256 !== null && kit.ca256 !== ca256) return 'dead';
  if (!current) return 'older';
  if (kit.kitId === current.kitId) return 'current';
  const same =
    kit.fingerprint256 === current.fingerprint256 &&
    kit.contents256 !== null &&
    kit.contents256 === current.contents256;
  return same ? 'current' : 'older';
}
