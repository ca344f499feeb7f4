import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as yieldNow } from 'node:timers/promises';
import { z } from 'zod';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import { listTree } from '../files/tree';
import type { Log } from '../logs/log';
import type { Layout } from '../provisioning/layout';
import type { TaskContext, Tasks } from '../tasks/service';
import { createAllSealed } from './all-sealed';
import { isSealed } from './seal';
import { isSealingPart, readSealHeader, sealFiles } from './seal-files';
import type { Sealer, Vault, VaultStatus } from './service';

export const sealingKind = 'vault.seal';
const stages = ['Look for keys in clear', 'Seal them', 'Seal those in backups'];
const atOnce = 200;
const resultSchema = z.object({ sealed: z.number(), backups: z.number() });

export type Resting = ReturnType<typeof createResting>;

/**
 * Seals what lies in clear: from a version that did not seal, from a time without a keychain, out of a backup.
 * Each file is replaced in one step, so that it can be cut short anywhere and done again.
 */
export function createResting(parts: {
  db: Db;
  layout: Layout;
  vault: Vault;
  tasks: Pick<Tasks, 'define' | 'start' | 'wait' | 'dismiss'>;
  /** Whether a file of a kit holds a secret. */
  isSecret: (file: string) => boolean;
  /** Whether there are backups, which only opening them tells the content of. */
  hasBackups: () => boolean;
  /** Seals the keys in the backups of the data directory; gives how many it wrote anew. */
  sealBackups: (sealer: Sealer, signal: AbortSignal) => Promise<number>;
  /** Held while it works, as backups are made of these files. */
  lock: { name: string; busy: string };
  log: Log;
}) {
  const { db, vault, tasks, log } = parts;
  const flag = createAllSealed(db);
  let looking = Promise.resolve();

  tasks.define({
    kind: sealingKind,
    permission: 'ca.manage',
    input: z.object({}),
    run: (_, context) => sealAll(parts, context, flag.set),
  });

  const start = (startedBy: string): { taskId: string } => ({
    taskId: tasks.start({
      kind: sealingKind,
      title: 'Seal CAs and private keys',
      input: {},
      startedBy,
      lock: parts.lock,
    }).id,
  });

  async function look(): Promise<void> {
    if (flag.isSet()) return;
    if ((await findClear(parts, { tidy: true })).length > 0 || parts.hasBackups()) {
      const { sealer } = await vault.sealing();
      if (sealer) await sealQuietly();
    } else if ((await vault.status()).state === 'ready') flag.set();
  }

  /** Nobody needs to hear of it when there turned out to be nothing to do. */
  async function sealQuietly(): Promise<void> {
    const { taskId } = start('Fedwright');
    const { state, result } = await tasks.wait(taskId);
    const done = resultSchema.safeParse(result);
    if (state === 'succeeded' && done.data && done.data.sealed + done.data.backups === 0)
      tasks.dismiss(taskId);
  }

  return {
    start,
    /** How sealing is. As long as nobody knows that every key is sealed, it looks. */
    async status(): Promise<VaultStatus> {
      const status = await vault.status();
      if (status.state !== 'ready' || flag.isSet()) return status;
      // A sealing that is under way may need what is beside the files.
      const files = (await findClear(parts, { tidy: false })).length;
      if (files > 0 || parts.hasBackups()) return inClear(files);
      flag.set();
      return status;
    },
    /** At the start of the app: seals what is in clear, as a task, when there is a keychain that can be used. */
    startLooking(): void {
      looking = look().catch((error: unknown) => {
        // Locked, or another process is at it: the next start looks again.
        if (!(error instanceof AppError)) log.warn({ err: error }, 'keys in clear could not be looked for');
      });
    },
    settled: (): Promise<void> => looking,
  };
}

function inClear(files: number): VaultStatus {
  const what =
    files === 0
      ? 'Backups of before may hold keys in clear.'
      : `Keys of before lie in clear, in ${files === 1 ? 'one file' : `${files} files`}.`;
  return {
    state: 'clear',
    message: `CAs and private keys are sealed from now on. ${what}`,
    hint: 'The next start of the window or the browser host seals them. "fedwright call ca.seal" does it now.',
  };
}

type Parts = Parameters<typeof createResting>[0];

async function sealAll(parts: Parts, context: TaskContext, onDone: () => void) {
  context.stage(stages[0] ?? '', 0, stages.length);
  const { sealer, warning } = await parts.vault.sealing();
  if (!sealer) throw new AppError('UNAVAILABLE', warning, { hint: 'Start again when there is a keychain.' });
  const files = await findClear(parts, { tidy: true, signal: context.signal });
  context.stage(stages[1] ?? '', 1, stages.length);
  let sealed = 0;
  for (let at = 0; at < files.length; at += atOnce) {
    const some = files.slice(at, at + atOnce);
    sealed += await sealFiles(some, sealer, { durable: true, signal: context.signal });
    context.progress(Math.min(1, (at + atOnce) / files.length));
  }
  context.stage(stages[2] ?? '', 2, stages.length);
  const backups = await parts.sealBackups(sealer, context.signal);
  onDone();
  context.log(`Files sealed: ${sealed}; backups written anew: ${backups}.`);
  return { sealed, backups };
}

/**
 * Files that hold private keys in clear: of projects, and of distributed provisioning. With `tidy`, what a crash
 * left of sealing is removed on the way.
 */
async function findClear(
  { layout, isSecret }: Parts,
  { tidy, signal }: { tidy: boolean; signal?: AbortSignal },
): Promise<string[]> {
  const clearFiles = (root: string, wanted: (file: string) => boolean) => {
    if (tidy) removeParts(root);
    return filesInClear(root, wanted);
  };
  const found: string[] = [];
  for (const projectId of namesIn(layout.projects))
    for (const runId of namesIn(layout.runsOf(projectId))) {
      const { state, kits } = layout.run(projectId, runId);
      found.push(...clearFiles(state, () => true));
      for (const kit of namesIn(kits)) {
        signal?.throwIfAborted();
        found.push(...clearFiles(path.join(kits, kit), isSecret));
        await yieldNow();
      }
    }
  for (const kind of namesIn(layout.distributed))
    for (const id of namesIn(path.join(layout.distributed, kind))) {
      signal?.throwIfAborted();
      found.push(...clearFiles(path.join(layout.distributed, kind, id), isSecret));
      await yieldNow();
    }
  return found;
}

function removeParts(root: string): void {
  for (const entry of filesOf(root))
    if (isSealingPart(entry.path)) rmSync(path.join(root, entry.path), { force: true });
}

const filesOf = (root: string) =>
  existsSync(root) ? listTree(root).filter((entry) => entry.kind === 'file') : [];

function filesInClear(root: string, wanted: (file: string) => boolean): string[] {
  return filesOf(root)
    .filter((entry) => !isSealingPart(entry.path) && wanted(entry.path))
    .map((entry) => path.join(root, entry.path))
    .filter((file) => !isSealed(readSealHeader(file)));
}

const namesIn = (directory: string): string[] =>
  statSync(directory, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(directory) : [];
