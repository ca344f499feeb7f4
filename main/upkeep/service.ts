import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { CleanItem, CleanPolicy } from '../../preload/contract/upkeep';
import type { Sealer } from '../vault/service';
import { workPrefix } from '../distributed/layout';
import { createBackupFolder, keepDaily } from './backup-folder';
import { newestKeys } from './newest-keys';
import { createBackups } from './backups';
import { type CleanParts, planCleaning } from './clean-plan';
import { clean } from './clean-work';
import { type DailyClock, startDaily } from './daily';
import { writeDiagnostics } from './diagnostics';
import { scratchPrefix } from './make-backup';
import { type UpkeepOptions, type UpkeepParts, upkeepLock } from './parts';
import { createRestores } from './restores';
import { sealBackups } from './seal-backups';
import { measureUsage } from './usage';

export type Upkeep = ReturnType<typeof createUpkeep>;

/**
 * What keeps an installation going for years: disk use, backups and the way back, clean-up, and what to send
 * to someone who helps. `finishRestore` belongs to it and is called before the store is opened.
 */
export function createUpkeep(options: UpkeepOptions) {
  const { data, store, layout, tasks, log, version } = options;
  const backups = createBackupFolder(data);
  const backupParts = {
    ...{ layout, version, wrapKeys: options.keys.wrap },
    copyStore: (target: string) => store.backUp(target),
  };
  const parts: UpkeepParts = { ...options, backups, backupParts };
  const making = createBackups(parts);
  const restores = createRestores(parts);
  let stopDaily = () => {};

  return {
    ...making,
    ...restores,
    ...createCleaning(parts),
    usage: () => measureUsage({ data, db: store.db, layout }),
    backups: () => ({
      ...{ backups: backups.list(), keepDaily, newestKeysAt: newestKeys(store.db) },
      ...restores.restoreState(),
    }),
    /** The bundle at a granted path or, without a grant, behind a link that works once. */
    async diagnostics(grantId: string | null) {
      const sources = {
        ...options.diagnostics,
        data,
        schema: store.schemaVersion,
        tasks: () => tasks.list({ limit: 200 }),
      };
      const write = (file: string) => writeDiagnostics(file, sources);
      const fileName = `fedwright-diagnostics-${new Date().toISOString().slice(0, 10)}.zip`;
      if (grantId === null)
        return { fileName, savedTo: null, ...(await options.links.fill(fileName, write)) };
      const savedTo = options.grants.resolve(grantId, 'save');
      return { fileName: path.basename(savedTo), savedTo, url: null, sizeBytes: await write(savedTo) };
    },
    /** How much room all backups take; 0 when there are none. */
    backupBytes: () => backups.list().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    /** Seals the keys in the backups of a time when nothing was sealed. */
    sealBackups: (isSecret: (file: string) => boolean, sealer: Sealer, signal: AbortSignal) =>
      sealBackups({ backups, staging: layout.staging, isSecret, log }, sealer, signal),
    /** For doors that stay open: a backup each day. */
    startDaily(clock?: DailyClock): void {
      stopDaily = startDaily({ due: making.isDailyDue, backUp: making.backUpDaily, log }, clock);
    },
    /**
     * Removes what a crash left of backups and of distributed provisioning under way: of the latter also keys in
     * clear, which `interrupted` of its tasks may not have got at. Another process may be at one: then nothing is
     * touched.
     */
    sweep(): void {
      if (tasks.otherProcesses() > 0) return;
      for (const folder of [layout.staging, backups.folder])
        for (const name of existsSync(folder) ? readdirSync(folder) : [])
          if (isLeftOver(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
    },
    dispose(): void {
      stopDaily();
      options.links.dispose();
    },
  };
}

const isLeftOver = (name: string): boolean =>
  name.startsWith(scratchPrefix) ||
  name.startsWith(workPrefix) ||
  (name.startsWith('.') && name.endsWith('.part'));

const cleanKind = 'upkeep.clean';
const cleanInput = z.object({ keepRuns: z.number(), logDays: z.number(), ids: z.array(z.string()) });

function createCleaning({ store, layout, data, tasks, backups }: UpkeepParts) {
  const parts: CleanParts = { db: store.db, layout, backups, taskLogs: path.join(data, 'logs', 'tasks') };
  tasks.define({
    kind: cleanKind,
    permission: 'upkeep.manage',
    input: cleanInput,
    run: (input, context) => clean(parts, input, context),
  });
  return {
    async cleanPlan(policy: CleanPolicy): Promise<{ items: CleanItem[]; totalBytes: number }> {
      const items = await planCleaning(parts, policy);
      return { items, totalBytes: items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
    },
    clean(input: CleanPolicy & { ids: string[] }, startedBy: string): { taskId: string } {
      const title = input.ids.length === 1 ? 'Clean up one thing' : `Clean up ${input.ids.length} things`;
      const { id } = tasks.start({ kind: cleanKind, title, input, startedBy, lock: upkeepLock });
      return { taskId: id };
    },
  };
}
