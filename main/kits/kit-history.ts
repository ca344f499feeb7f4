import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as yieldNow } from 'node:timers/promises';
import type { KitDifference, ParticipantKits, PastKit } from '../../preload/contract/kit-history';
import type { Store } from '../db/open';
import { cutPage, type Paging } from '../db/pages';
import { notFound } from '../errors';
import type { ProjectFile } from '../provisioning/project-file';
import { heldKey } from './held-kits';
import { compareFields, compareKits } from './kit-compare';
import { createRunComparison } from './kit-comparison';
import { type KitFacts, lookAtPublic, readFacts, readFields } from './kit-facts';
import { createHistoryStore, type HistoryStore, type PastKitRow } from './kit-history-rows';
import type { KitRows } from './kit-rows';
import type { KitStore } from './kit-store';
import type { KitParts } from './service';

type HistoryParts = Pick<KitParts, 'rows'> & {
  directoryOf: KitStore['directoryOf'];
  store: Store;
  readProject: (text: string) => ProjectFile;
};

/** What became of the kits of a project over its runs: who had which, and what differs between them. */
export function createKitHistory({ store, rows, directoryOf, readProject }: HistoryParts) {
  const history = createHistoryStore(store.db);
  const remember = (projectId: string) => rememberOlder(history, projectId, directoryOf);
  const compareRuns = createRunComparison({ history, documentOf: rows.documentOf, readProject });
  const differ = (before: PastKitRow, after: PastKitRow): KitDifference =>
    withFields(compareKits(before, after), directoryOf(before), directoryOf(after));
  const need = (kitId: string): PastKitRow => {
    const found = history.find(kitId);
    if (!found) throw notFound('This kit');
    return found;
  };

  return {
    async participants({ projectId, ...paging }: { projectId: string } & Paging) {
      await remember(projectId);
      return cutPage(listParticipants(history, rows, projectId), paging);
    },
    async ofParticipant(of: { projectId: string; participant: string }): Promise<PastKit[]> {
      await remember(of.projectId);
      const past = history.ofParticipant(of.projectId, of.participant);
      const current = new Set(rows.currents(of).map(({ kitId }) => kitId));
      const handovers = rows.handovers(past.map(({ kitId }) => kitId));
      return past.map((kit, index) => {
        const before = past[index + 1];
        const newer = past[index - 1];
        const superseded = newer
          ? { by: 'newer' as const, runNumber: newer.runNumber }
          : { by: 'left-out' as const, runNumber: null };
        return {
          ...kit,
          current: current.has(kit.kitId),
          superseded: current.has(kit.kitId) ? null : superseded,
          since: before ? differ(before, kit) : null,
          handovers: handovers.filter(({ kitId }) => kitId === kit.kitId),
        };
      });
    },
    async runs(projectId: string) {
      await remember(projectId);
      return history.runs(projectId);
    },
    async compare(input: { projectId: string; beforeRunId: string; afterRunId: string } & Paging) {
      await remember(input.projectId);
      return compareRuns(input);
    },
    difference: ({ beforeId, afterId }: { beforeId: string; afterId: string }): KitDifference =>
      differ(need(beforeId), need(afterId)),
  };
}

function listParticipants(history: HistoryStore, rows: KitRows, projectId: string): ParticipantKits[] {
  const current = new Set(rows.currents({ projectId }).map(({ kitId }) => kitId));
  const held = rows.held({ projectId });
  const disabled = new Map(history.disabledIn(projectId).map((one) => [one.participant, one]));
  const found = new Map<string, ParticipantKits>();
  for (const { kitId, participant, type, runNumber, notAfter } of history.ofProject(projectId)) {
    const known = found.get(participant);
    if (known) known.kits += 1;
    else
      found.set(participant, {
        ...{ participant, type, runNumber, notAfter, kits: 1, current: current.has(kitId) },
        held: held.get(heldKey({ projectId, participant })) ?? null,
        disabled: disabled.get(participant) ?? null,
      });
  }
  return [...found.values()].sort((a, b) => (a.participant < b.participant ? -1 : 1));
}

/** Of JSON files that differ, the fields; as far as both kits are still there. */
function withFields(difference: KitDifference, before: string, after: string): KitDifference {
  const files = difference.files.map((file) => {
    if (file.fields !== null || file.change !== 'changed' || !isJson(file.path)) return file;
    const was = fieldsIn(path.join(before, file.path));
    const is = fieldsIn(path.join(after, file.path));
    return { ...file, fields: was && is ? compareFields(was, is) : null };
  });
  return { ...difference, files };
}

const isJson = (file: string): boolean => /\.json(\.default|\.sample)?$/.test(file);

const fieldsIn = (file: string): Record<string, string> | null =>
  existsSync(file) ? readFields(readFileSync(file, 'utf8')) : null;

/** Of a kit whose files are gone, only the row is known. */
const noFacts: KitFacts = {
  serialNumber: '',
  publicKey256: null,
  ca256: null,
  contents256: '',
  contents: {},
};

/** Looks at kits that were made before there was a history; each once. */
async function rememberOlder(
  history: HistoryStore,
  projectId: string,
  directoryOf: KitStore['directoryOf'],
): Promise<void> {
  for (const { kit, runNumber, at } of history.unremembered(projectId)) {
    const directory = directoryOf({ ...kit, projectId });
    const facts = existsSync(directory) ? readFacts(directory, lookAtPublic(directory), kit.type) : noFacts;
    history.remember({ ...kit, ...facts, kitId: kit.id, projectId, runNumber, at: at ?? 0 });
    await yieldNow();
  }
}
