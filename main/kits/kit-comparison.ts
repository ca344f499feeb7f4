import type { ComparedKit } from '../../preload/contract/kit-history';
import { cutPage, type Paging } from '../db/pages';
import { notFound } from '../errors';
import type { ProjectFile } from '../provisioning/project-file';
import { compareKits } from './kit-compare';
import type { KitContents } from './kit-facts';
import type { HistoryStore, ShortPastKit } from './kit-history-rows';

interface Pair {
  before: ShortPastKit | undefined;
  after: ShortPastKit | undefined;
}

/** Runs whose participants are kept in mind. */
const remembered = 8;

/** Compares the kits in force after one run with those after another. */
export function createRunComparison(options: {
  history: HistoryStore;
  documentOf: (runId: string) => string | undefined;
  readProject: (text: string) => ProjectFile;
}) {
  const { history } = options;

  const known = new Map<string, Set<string> | null>();

  /**
   * Who belongs to the federation after a run; null where its file is gone, or names nobody as with edge trees.
   * Remembered, as a comparison is asked for page by page.
   */
  function declaredIn(runId: string): Set<string> | null {
    const found = known.get(runId);
    if (found !== undefined) return found;
    const text = options.documentOf(runId);
    const file = text === undefined ? null : options.readProject(text);
    // NVFlare cuts a server's longer name there.
    const names = file && !file.edge ? new Set(file.participants.map(({ name }) => name.slice(0, 64))) : null;
    if (known.size >= remembered) known.clear();
    known.set(runId, names);
    return names;
  }

  /** `kits` are those of the project, newest first. What a run did not make again is in force as it was. */
  function inForce(kits: ShortPastKit[], runId: string): Map<string, ShortPastKit> {
    const number = kits.find((kit) => kit.runId === runId)?.runNumber;
    if (number === undefined) throw notFound('This run');
    const declared = declaredIn(runId);
    const found = new Map<string, ShortPastKit>();
    for (const kit of kits) {
      if (kit.runNumber > number || found.has(kit.participant)) continue;
      if (kit.runId === runId || declared?.has(kit.participant)) found.set(kit.participant, kit);
    }
    return found;
  }

  return function compare(
    input: { projectId: string; beforeRunId: string; afterRunId: string } & Paging,
  ): ComparedKit[] {
    const kits = history.ofProject(input.projectId);
    const before = inForce(kits, input.beforeRunId);
    const after = inForce(kits, input.afterRunId);
    const names = [...new Set([...before.keys(), ...after.keys()])].sort();
    const pairs = cutPage(names, input).map((name) => ({ before: before.get(name), after: after.get(name) }));
    const contents = readContents(history, pairs);
    return pairs.flatMap((pair) => comparePair(pair, contents));
  };
}

/** SQLite takes so many values in one question. */
const idsAtOnce = 500;

/** Only of kits whose contents differ: the others are told to be the same by one hash. */
function readContents(history: HistoryStore, pairs: Pair[]): Map<string, KitContents> {
  const ids = pairs
    .filter(({ before, after }) => before && after && before.contents256 !== after.contents256)
    .flatMap(({ before, after }) => [before?.kitId ?? '', after?.kitId ?? '']);
  const found = new Map<string, KitContents>();
  for (let at = 0; at < ids.length; at += idsAtOnce)
    for (const [kitId, contents] of history.contentsOf(ids.slice(at, at + idsAtOnce)))
      found.set(kitId, contents);
  return found;
}

function comparePair({ before, after }: Pair, contents: Map<string, KitContents>): ComparedKit[] {
  const kit = after ?? before;
  if (!kit) return [];
  const about = {
    participant: kit.participant,
    type: kit.type,
    beforeId: before?.kitId ?? null,
    afterId: after?.kitId ?? null,
  };
  if (!before || !after)
    return [{ ...about, change: before ? 'removed' : 'new', key: null, caChanged: false, files: 0 }];
  const full = (of: ShortPastKit) => ({ ...of, contents: contents.get(of.kitId) ?? {} });
  const { files, ...difference } = compareKits(full(before), full(after));
  return [{ ...about, ...difference, files: files.length }];
}
