import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Handover, KitDetail, KitSummary } from '../../preload/contract/kits';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import type { Downloads } from '../files/downloads';
import type { Log } from '../logs/log';
import type { Layout } from '../provisioning/layout';
import type { ProjectFile } from '../provisioning/project-file';
import type { Tasks } from '../tasks/service';
import type { Unsealer } from '../vault/service';
import { createExportWork, type ExportWork } from './export-work';
import { createFolderExits } from './folder-exits';
import { heldKey } from './held-kits';
import { collectKits } from './kit-collection';
import { createKitHistory } from './kit-history';
import { inspectKit, readKit } from './kit-inventory';
import { createKitRows, type KitRows } from './kit-rows';
import { createKitStore, type FreshKits, type KitStore } from './kit-store';
import { createReceipts } from './receipts';
import { createZipExits } from './zip-exits';

export type Kits = ReturnType<typeof createKits>;

/** What kits need of the paths that a person granted. */
export interface GrantsPort {
  /** @throws AppError NOT_FOUND, or INVALID when the grant is of another kind. */
  resolve(grantId: string, kind: 'save' | 'folder'): string;
}

/** What the parts of this service share. */
export interface KitParts {
  rows: KitRows;
  files: KitStore;
  layout: Layout;
  grants: GrantsPort;
  downloads: Downloads;
  log: Log;
  runExport: ExportWork;
  /** @throws AppError NOT_FOUND */
  need(kitId: string): KitSummary;
  /** A kit that is to leave. @throws AppError NOT_FOUND, CONFLICT when its participant is disabled. */
  needLeaving(kitId: string, evenDisabled: boolean): KitSummary;
}

/** Startup kits: what is in them, whether they hold together, and the ways out of the data directory. */
export function createKits(options: {
  store: Store;
  layout: Layout;
  vault: { unsealer(): Unsealer };
  readProject: (text: string) => ProjectFile;
  grants: GrantsPort;
  downloads: Downloads;
  tasks: Pick<Tasks, 'define' | 'start' | 'wait'>;
  log: Log;
}) {
  const rows = createKitRows(options.store);
  const files = createKitStore(options);
  const need = (kitId: string): KitSummary => {
    const kit = rows.find(kitId);
    if (!kit) throw notFound('This kit');
    return kit;
  };
  const parts: KitParts = {
    ...options,
    rows,
    files,
    runExport: createExportWork(options.tasks),
    need,
    needLeaving(kitId, evenDisabled) {
      const kit = need(kitId);
      if (kit.disabled && !evenDisabled) throw disabled(kit);
      return kit;
    },
  };
  const zips = createZipExits(parts);

  return {
    ...zips,
    ...createFolderExits(parts),
    ...createReceipts(parts),
    history: createKitHistory({
      ...parts,
      directoryOf: files.directoryOf,
      store: options.store,
      readProject: options.readProject,
    }),
    /** For provisioning: reads, checks, seals and stores what a run made. */
    collect: (made: FreshKits, project: ProjectFile, signal: AbortSignal) =>
      collectKits(made, project, signal, files.unsealer()),
    seal: files.seal,
    readPublic: files.readPublic,
    insert: rows.insert,
    issued: rows.issued,
    /** For putting a kit where it runs. @throws AppError as every way out does. */
    leave(kitId: string, evenDisabled: boolean) {
      const kit = parts.needLeaving(kitId, evenDisabled);
      return { kit, ...files.open(kit) };
    },
    find: rows.find,
    readFile: (kitId: string, file: string): Buffer => files.readPublic(parts.need(kitId), file),
    list: rows.list,
    /** A kit with its files in clear, for features that run it or speak as it. @throws AppError NOT_FOUND, STORAGE */
    open(kitId: string) {
      const kit = need(kitId);
      return { kit, files: files.open(kit) };
    },
    /** SHA-256 of the certificate in the current server kit of a project; null when there is none. */
    server256: (projectId: string): string | null =>
      rows.list({ projectId, runId: null, all: false }).find(({ type }) => type === 'server')
        ?.fingerprint256 ?? null,
    get: createLook(parts, options.readProject),
    recordHandover(input: HandoverInput, recordedBy: string): Handover {
      const { recipient, method, note, at = Date.now(), evenDisabled = false } = input;
      const kit = parts.needLeaving(input.kitId, evenDisabled);
      const { id: kitId, projectName, participant, fingerprint256 } = kit;
      const about = { kitId, projectName, participant, fingerprint256 };
      return rows.addHandover({ id: randomUUID(), ...about, recipient, method, note, at, recordedBy });
    },
  };
}

interface HandoverInput {
  kitId: string;
  recipient: string;
  method: string;
  note: string;
  at?: number;
  evenDisabled?: boolean;
}

const disabled = ({ participant, projectName }: KitSummary) =>
  conflict(
    `${participant} is disabled in ${projectName}.`,
    'Enable it in the kit history of the project, or confirm that its kit is to go out all the same.',
  );

/** A kit's files and checks, read now; what the list shows of it is brought up to date. */
function createLook({ rows, need, files: store }: KitParts, read: (text: string) => ProjectFile) {
  const participantsOf = remember(read);
  return async (kitId: string): Promise<KitDetail> => {
    const found = need(kitId);
    const kit = { ...found, held: rows.held(found).get(heldKey(found)) ?? null };
    const directory = store.directoryOf(kit);
    const handovers = rows.handovers([kitId]);
    if (!existsSync(directory)) return { ...withoutFiles(kit, directory), handovers };
    const text = rows.documentOf(kit.runId);
    const declared = text === undefined ? undefined : participantsOf(kit.runId, text).get(kit.participant);
    const about = { ...kit, declared: declared ?? null, now: Date.now() };
    const look = await readKit(store.open(kit));
    const { files, certificates, checks, state } = inspectKit(look, about);
    // What could not be looked at for want of a key says nothing of the kit.
    if (look.locked) return { kit, files, certificates, checks, handovers };
    if (state !== kit.state) rows.setState(kitId, state);
    return { kit: { ...kit, state }, files, certificates, checks, handovers };
  };
}

function withoutFiles(kit: KitSummary, directory: string): Omit<KitDetail, 'handovers'> {
  const check = {
    check: 'files' as const,
    state: 'failed' as const,
    message: 'The files of this kit are gone from the data directory.',
    hint: `Put them back from a backup: ${directory}. Or provision again.`,
  };
  return { kit: { ...kit, state: 'failed' }, files: [], certificates: [], checks: [check] };
}

/** Looking through the kits of one run would otherwise read its project file for each of them. */
function remember(read: (text: string) => ProjectFile) {
  let last: { runId: string; participants: Map<string, ProjectFile['participants'][number]> } | undefined;
  return (runId: string, text: string) => {
    if (last?.runId !== runId) {
      const { participants } = read(text);
      last = { runId, participants: new Map(participants.map((one) => [one.name, one])) };
    }
    return last.participants;
  };
}
