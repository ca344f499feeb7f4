import type { FolderCheck, TargetPlatform } from '../../preload/contract/runtime';
import { invalid } from '../errors';
import type { Tasks } from '../tasks/service';
import { planFolder, platformWords, requireLock } from './folder-plan';
import { type InstallOptions, installKind } from './install';
import { prepareKind } from './prepare-folder';
import type { RuntimeSettings } from './settings';
import { judgeVersion } from './version';
import { readNote } from './wheel-folder';

export interface InstallRequest {
  version?: string | undefined;
  /** A granted folder that holds everything. */
  folder?: string | null;
  startedBy: string;
}

export interface PrepareRequest {
  folder: string;
  version?: string | undefined;
  platform: TargetPlatform;
  /** Null: with a Python in the folder. */
  python: string | null;
  startedBy: string;
}

/** Starts installations, and what other computers install from. */
export function createInstalling({
  tasks,
  settings,
  work,
}: {
  tasks: Pick<Tasks, 'start'>;
  settings: RuntimeSettings;
  work: InstallOptions;
}) {
  const { resources } = work;
  return {
    /** @throws AppError CONFLICT while another installation runs, INVALID when the version is too old. */
    async install(request: InstallRequest): Promise<{ taskId: string; version: string }> {
      const folder = request.folder ?? null;
      const noted = folder === null ? null : await readNote(folder);
      const version = request.version ?? noted?.version ?? settings.current().nvflareVersion;
      const { state, message, hint } = judgeVersion(version);
      if (state === 'too-old') throw invalid(message, hint);
      if (folder !== null) requireLock(resources, version);
      const task = tasks.start({
        kind: installKind,
        title: `Install NVFlare ${version}${folder === null ? '' : ' from a folder'}`,
        input: { version, folder },
        startedBy: request.startedBy,
        lock: { name: installKind, busy: 'NVFlare is being installed already.' },
      });
      return { taskId: task.id, version };
    },
    async checkFolder(folder: string, version: string | null): Promise<FolderCheck> {
      const usual = settings.current().nvflareVersion;
      return (await planFolder(work, folder, { version, usual })).check;
    },
    /** @throws AppError INVALID for a version whose packages are not known. */
    prepareFolder(request: PrepareRequest): { taskId: string; version: string } {
      const { folder, platform, python, startedBy } = request;
      const version = request.version ?? settings.current().nvflareVersion;
      requireLock(resources, version);
      const task = tasks.start({
        kind: prepareKind,
        title: `Prepare NVFlare ${version} for ${platformWords(platform)}`,
        input: { folder, version, platform, python },
        startedBy,
        lock: { name: `${prepareKind}:${folder}`, busy: 'This folder is being filled already.' },
      });
      return { taskId: task.id, version };
    },
  };
}
