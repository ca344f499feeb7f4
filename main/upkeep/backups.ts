import { rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Backup } from '../../preload/contract/upkeep';
import type { Task } from '../../preload/contract/tasks';
import { createMemoryWork } from '../tasks/memory-work';
import type { TaskContext } from '../tasks/service';
import { sealingKind } from '../vault/resting';
import { isSameDay } from './daily';
import { makeBackup } from './make-backup';
import { type UpkeepParts, upkeepLock } from './parts';
import { readPlan } from './restore-place';
import { readPresent } from './store-file';
import { listKeyDirectories } from './stray-keys';

const backupKind = 'upkeep.backup';
/** Who starts what nobody asked for. */
const itself = 'Fedwright';

const routine = new Set([backupKind, sealingKind]);

/** The day's backup and the sealing at the start, when all went well: nobody needs to be told. */
export const isRoutine = ({ kind, startedBy, state }: Task): boolean =>
  routine.has(kind) && startedBy === itself && state === 'succeeded';

const inputSchema = z.object({ kind: z.enum(['daily', 'manual']) });
const stages = ['Copy the store, the CAs and the keys', 'Write the backup'];

/** Backups: inside the data directory, and out of it behind a passphrase. */
export function createBackups(parts: UpkeepParts) {
  const { tasks, backups, store } = parts;
  const exporting = createMemoryWork(tasks, { kind: 'upkeep.export', permission: 'upkeep.manage' });

  const madeToday = (): boolean =>
    backups.list().some(({ kind, at }) => kind === 'daily' && isSameDay(at, Date.now()));

  tasks.define({
    kind: backupKind,
    permission: 'upkeep.manage',
    input: inputSchema,
    async run({ kind }, context) {
      // Another process may have been faster between its look and the lock.
      if (kind === 'daily' && madeToday()) return { skipped: true };
      return keepBackup(parts, kind, context);
    },
  });

  const start = (kind: 'daily' | 'manual', startedBy: string): string =>
    tasks.start({ kind: backupKind, title: 'Back up', input: { kind }, startedBy, lock: upkeepLock }).id;

  return {
    backUp: (startedBy: string): { taskId: string } => ({ taskId: start('manual', startedBy) }),
    removeBackup(backupId: string): { backupId: string } {
      rmSync(backups.resolve(backupId), { force: true });
      return { backupId };
    },
    exportBackup: (
      options: { grantId: string | null; withKits: boolean },
      startedBy: string,
    ): Promise<ExportedBackup> =>
      exporting.answer(
        {
          ...{ title: 'Export a backup', startedBy, lock: upkeepLock },
          cancelled: ['The export of a backup was cancelled.', 'Nothing was written.'],
        },
        (context) => exportBackup(parts, options, context),
      ),
    /** Nothing was made today, and there is something to lose. */
    isDailyDue: (): boolean =>
      !madeToday() &&
      readPlan(parts.data) === null &&
      (readPresent(store.db).length > 0 || listKeyDirectories(parts.layout).length > 0),
    /** Out of sight once it went well. */
    async backUpDaily(): Promise<void> {
      const { id, state } = await tasks.wait(start('daily', itself));
      if (state === 'succeeded') tasks.dismiss(id);
    },
  };
}

const enter = (context: TaskContext) => (index: number) =>
  context.stage(stages[index] ?? '', index, stages.length);

async function keepBackup(parts: UpkeepParts, kind: Backup['kind'], context: TaskContext) {
  const { id, file } = parts.backups.place(kind);
  const options = { signal: context.signal, onStage: enter(context) };
  const { sizeBytes, warnings } = await makeBackup(file, parts.backupParts, options);
  warnings.forEach((warning) => context.log(`Warning: ${warning}`));
  parts.backups.prune();
  return { backupId: id, sizeBytes, warnings };
}

export interface ExportedBackup {
  fileName: string;
  passphrase: string;
  url: string | null;
  savedTo: string | null;
  sizeBytes: number;
}

async function exportBackup(
  parts: UpkeepParts,
  { grantId, withKits }: { grantId: string | null; withKits: boolean },
  context: TaskContext,
): Promise<ExportedBackup> {
  const passphrase = parts.makePassphrase();
  parts.registerSecret(passphrase);
  const options = { passphrase, withKits, signal: context.signal, onStage: enter(context) };
  const write = async (file: string): Promise<number> => {
    const { sizeBytes, warnings } = await makeBackup(file, parts.backupParts, options);
    warnings.forEach((warning) => context.log(`Warning: ${warning}`));
    return sizeBytes;
  };
  if (grantId !== null) {
    const savedTo = parts.grants.resolve(grantId, 'save');
    const sizeBytes = await write(savedTo);
    return { fileName: path.basename(savedTo), passphrase, url: null, savedTo, sizeBytes };
  }
  const fileName = `fedwright-backup-${new Date().toISOString().slice(0, 10)}.zip`;
  return { fileName, passphrase, savedTo: null, ...(await parts.links.fill(fileName, write)) };
}
