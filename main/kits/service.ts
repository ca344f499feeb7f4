import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Handover, KitDetail, KitSummary } from '../../preload/contract/kits';
import type { Store } from '../db/open';
import { invalid, notFound } from '../errors';
import type { Downloads } from '../files/downloads';
import type { Log } from '../logs/log';
import type { DragOut } from '../platform/ports';
import type { Layout } from '../provisioning/layout';
import type { ProjectFile } from '../provisioning/project-file';
import { createDragStages, sweepOld } from './drag-stage';
import { collectKits } from './kit-collection';
import { copyKits } from './kit-copy';
import { assertThere, createExportPlace, planZip } from './kit-export';
import { inspectKit, readKit } from './kit-inventory';
import { createKitStore } from './kit-rows';
import { writeKitZip } from './kit-zip';
import { makePassword } from './password';

export type Kits = ReturnType<typeof createKits>;

/** What kits need of the paths that a person granted. */
export interface GrantsPort {
  /** @throws AppError NOT_FOUND, or INVALID when the grant is of another kind. */
  resolve(grantId: string, kind: 'save' | 'folder'): string;
}

/** Startup kits: what is in them, whether they hold together, and the ways out of the data directory. */
export function createKits(options: {
  store: Store;
  layout: Layout;
  readProject: (text: string) => ProjectFile;
  grants: GrantsPort;
  downloads: Downloads;
  log: Log;
}) {
  const { layout, downloads, log } = options;
  const rows = createKitStore(options.store);
  const exportFolder = path.join(layout.staging, 'export');
  const stages = createDragStages({ folder: path.join(layout.staging, 'drag'), downloads, log });
  const readProject = remember(options.readProject);

  const directoryOf = ({ projectId, runId, participant }: KitSummary): string =>
    path.join(layout.run(projectId, runId).kits, participant);

  function need(kitId: string): KitSummary {
    const kit = rows.find(kitId);
    if (!kit) throw notFound('This kit');
    return kit;
  }

  /** A kit's files and checks, read now; what the list shows of it is brought up to date. */
  function get(kitId: string): KitDetail {
    const kit = need(kitId);
    const directory = directoryOf(kit);
    const handovers = rows.handovers(kitId);
    if (!existsSync(directory)) return { ...withoutFiles(kit, directory), handovers };
    const text = rows.documentOf(kit.runId);
    const declared = text === undefined ? undefined : readProject(kit.runId, text).get(kit.participant);
    const about = {
      participant: kit.participant,
      type: kit.type,
      declared: declared ?? null,
      now: Date.now(),
    };
    const { files, certificates, checks, state } = inspectKit(directory, readKit(directory), about);
    if (state !== kit.state) rows.setState(kitId, state);
    return { kit: { ...kit, state }, files, certificates, checks, handovers };
  }

  async function stage(kitId: string) {
    const kit = need(kitId);
    const { fileName, content } = planZip([kit], directoryOf);
    const made = await stages.stage(kitId, fileName, (file) => writeKitZip(file, content));
    return { stageId: made.stageId, fileName, url: made.url };
  }

  async function exportZip(kitIds: string[], grantId: string | null) {
    const { fileName, content } = planZip(unique(kitIds).map(need), directoryOf);
    const password = makePassword();
    if (grantId !== null) {
      const target = options.grants.resolve(grantId, 'save');
      const sizeBytes = await writeKitZip(target, content, { password });
      return { fileName: path.basename(target), password, url: null, savedTo: target, sizeBytes };
    }
    const place = createExportPlace(exportFolder, fileName, downloads);
    try {
      const sizeBytes = await writeKitZip(place.file, content, { password });
      return { fileName, password, url: place.offer(), savedTo: null, sizeBytes };
    } catch (error) {
      place.remove();
      throw error;
    }
  }

  const toCopy = (kit: KitSummary) => ({
    participant: kit.participant,
    directory: assertThere(directoryOf(kit), kit.participant),
  });

  return {
    /** For provisioning: reads, checks and stores what a run made. */
    collect: collectKits,
    insert: rows.insert,
    list: rows.list,
    get,
    stage,
    /** Hands a staged file to the window's drag. @throws AppError NOT_FOUND, INVALID without such a drag. */
    dragOut(kitId: string, stageId: string, dragOut: DragOut | null): { started: boolean } {
      if (!dragOut) throw invalid('Files cannot be dragged out here.', 'Use the link, or export the kit.');
      dragOut.start([stages.need(stageId, kitId).file]);
      return { started: true };
    },
    exportZip,
    /** Copies kits as folders below a granted folder. @throws AppError CONFLICT for a name that is taken. */
    async exportFolder(kitIds: string[], grantId: string) {
      const ids = unique(kitIds);
      const target = options.grants.resolve(grantId, 'folder');
      const places = await copyKits(target, ids.map(need).map(toCopy), { reuseEmpty: false });
      return { savedTo: ids.map((kitId, index) => ({ kitId, path: places[index] ?? '' })) };
    },
    /** Copies all kits of a run to a directory. An empty folder of a participant's name is used. */
    async copyRun(runId: string, directory: string) {
      const kits = rows.list({ runId, projectId: null, all: true });
      if (kits.length === 0) throw notFound('A run with kits of this id');
      const places = await copyKits(directory, kits.map(toCopy), { reuseEmpty: true });
      return kits.map(({ participant, type, fingerprint256, notAfter }, index) => ({
        participant,
        type,
        path: places[index] ?? '',
        fingerprint256,
        notAfter,
      }));
    },
    recordHandover(
      input: { kitId: string; recipient: string; method: string; note: string; at?: number },
      recordedBy: string,
    ): Handover {
      const { id: kitId, projectName, participant, fingerprint256 } = need(input.kitId);
      const { recipient, method, note, at = Date.now() } = input;
      const about = { kitId, projectName, participant, fingerprint256 };
      return rows.addHandover({ id: randomUUID(), ...about, recipient, method, note, at, recordedBy });
    },
    /** Removes staged files that a crash left. Called at the start of the app. */
    sweep(): void {
      stages.sweep();
      sweepOld(exportFolder, log);
    },
    dispose: stages.dispose,
  };
}

const unique = (ids: string[]): string[] => [...new Set(ids)];

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
