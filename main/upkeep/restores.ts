import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { BackupDescription, RestoreOutcome } from '../../preload/contract/upkeep';
import { conflict, invalid } from '../errors';
import { readHoldings } from './holdings';
import { findLosses, findOtherLosses } from './losses';
import { scratchPrefix } from './make-backup';
import type { Manifest } from './manifest';
import { createMemoryWork } from '../tasks/memory-work';
import { type UpkeepParts, upkeepLock } from './parts';
import { type Plan, readOutcome, readPlan, restorePlace, writeOutcome } from './restore-place';
import { inClear, readBackup, readBackupHoldings, stageNames, stageRestore } from './restore-stage';
import { readPresent } from './store-file';

export interface BackupSource {
  backupId: string | null;
  grantId: string | null;
  passphrase: string | null;
}

/** From a backup back to a data directory, up to the point where the next start puts it in place. */
export function createRestores(parts: UpkeepParts) {
  const { data, migrations, tasks, log } = parts;
  const restoring = createMemoryWork(tasks, { kind: 'upkeep.restore', permission: 'upkeep.manage' });
  const find = (source: BackupSource) => findFile(parts, source);
  const waiting = (): Plan | null => {
    const plan = readPlan(data);
    return plan?.phase === 'staged' ? plan : null;
  };

  return {
    async describeBackup(source: BackupSource): Promise<BackupDescription> {
      const { file, name } = find(source);
      const manifest = await readBackup({ file, passphrase: source.passphrase, migrations, log });
      const scratch = path.join(parts.layout.staging, `${scratchPrefix}${randomUUID()}`);
      const then = await readBackupHoldings({ file, passphrase: source.passphrase, log }, scratch);
      const { db } = parts.store;
      const losses = [...findLosses(readPresent(db), manifest), ...findOtherLosses(readHoldings(db), then)];
      const others = then.map(({ kind, name: of }) => ({ kind, name: of }));
      return { ...describe(manifest, name), others, losses };
    },
    /** @throws AppError CONFLICT while tasks run or another process has the data directory open. */
    async restore(source: BackupSource, by: string): Promise<{ taskId: string }> {
      const { file, name } = find(source);
      assertQuiet(parts);
      // A wrong passphrase is told at once, not by a task that fails.
      await readBackup({ file, passphrase: source.passphrase, migrations, log });
      const request = {
        ...{ data, migrations, file, source: name, passphrase: source.passphrase, by, log },
        adoptKeys: parts.keys.adopt,
      };
      const title = 'Get a backup ready to be restored';
      const { id: taskId } = restoring.start({ title, startedBy: by, lock: upkeepLock }, async (context) => {
        const onStage = (index: number) => context.stage(stageNames[index] ?? '', index, stageNames.length);
        await stageRestore({
          ...{ ...request, signal: context.signal, onStage, onProgress: context.progress },
          onClear: () => context.log(inClear),
        });
        context.log('It takes the place of what is here at the next start of Fedwright.');
        return { restartNeeded: true };
      });
      return { taskId };
    },
    cancelRestore(): { cancelled: boolean } {
      const cancelled = waiting() !== null;
      if (cancelled) rmSync(restorePlace(data).root, { recursive: true, force: true });
      return { cancelled };
    },
    restoreState() {
      const plan = waiting();
      const outcome = readOutcome(data);
      return {
        pending: plan && { source: plan.source, madeAt: plan.madeAt, stagedAt: plan.stagedAt, by: plan.by },
        lastRestore: outcome && withoutNote(outcome),
      };
    },
    /** Writes a restore into the trail, once: the trail of when it was asked for may be the one it replaced. */
    noteRestore(): void {
      const outcome = readOutcome(data);
      if (!outcome || outcome.noted) return;
      const { ok, source, by } = outcome;
      parts.audit.record({
        ...{ actor: by, door: parts.door, action: 'upkeep.restore', subject: source },
        ...{ result: ok ? 'ok' : 'failed', code: ok ? null : 'STORAGE', requestId: randomUUID() },
      });
      log.info({ ok, source, before: outcome.before, why: outcome.message }, 'a backup was restored');
      writeOutcome(data, { ...outcome, noted: true });
    },
  };
}

const withoutNote = ({ noted: _noted, ...outcome }: RestoreOutcome & { noted: boolean }): RestoreOutcome =>
  outcome;

function findFile({ backups, grants }: UpkeepParts, { backupId, grantId }: BackupSource) {
  if ((backupId === null) === (grantId === null))
    throw invalid('Name one backup.', 'Give either "backupId" or "grantId".');
  const file = backupId === null ? grants.resolve(grantId ?? '', 'file') : backups.resolve(backupId);
  return { file, name: path.basename(file) };
}

function assertQuiet({ tasks }: UpkeepParts): void {
  if (tasks.runningCount() > 0)
    throw conflict('Tasks are still running.', 'Wait for them to end, or cancel them, then restore.');
  const others = tasks.otherProcesses();
  if (others > 0)
    throw conflict(
      'Another Fedwright has this data directory open.',
      'End the other window, browser host or command, then restore.',
    );
}

function describe(manifest: Manifest, source: string): Omit<BackupDescription, 'others' | 'losses'> {
  const { madeAt, version, schema, withKits, projects, files } = manifest;
  return {
    ...{ source, madeAt, version, schema, withKits },
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    projects: projects.map(({ run, ...project }) => ({ ...project, run: run?.number ?? null })),
  };
}
