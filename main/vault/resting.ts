import { z } from 'zod';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import type { Log } from '../logs/log';
import type { Layout } from '../provisioning/layout';
import type { TaskContext, Tasks } from '../tasks/service';
import { createAllSealed } from './all-sealed';
import { createBriefLook, brief } from './brief-look';
import { findClear } from './clear-keys';
import { countLost } from './lost-keys';
import { sealFiles } from './seal-files';
import { missingError, type Sealer, type Vault, type VaultStatus } from './service';

export const sealingKind = 'vault.seal';
const stages = ['Look for keys in clear', 'Seal them', 'Seal those in backups'];
const atOnce = 200;
const resultSchema = z.object({ sealed: z.number(), backups: z.number() });

export type Resting = ReturnType<typeof createResting>;

export interface RestingParts {
  db: Db;
  layout: Layout;
  vault: Vault;
  tasks: Pick<Tasks, 'define' | 'start' | 'wait' | 'cancel' | 'dismiss'>;
  /** Whether a file of a kit holds a secret. */
  isSecret: (file: string) => boolean;
  /** The size of all backups, 0 when there are none. Only opening them tells whether they hold keys in clear. */
  backupBytes: () => number;
  /** Seals the keys in the backups of the data directory; gives how many it wrote anew. */
  sealBackups: (sealer: Sealer, signal: AbortSignal) => Promise<number>;
  /** Held while it works, as backups are made of these files. */
  lock: { name: string; busy: string };
  log: Log;
}

/**
 * Seals what lies in clear: from a version that did not seal, from a time without a keychain, out of a backup.
 * Each file is replaced in one step, so that it can be cut short anywhere and done again.
 */
export function createResting(parts: RestingParts) {
  const { db, vault, tasks, log } = parts;
  const flag = createAllSealed(db);
  const hasBackups = () => parts.backupBytes() > 0;
  let looking = Promise.resolve();

  tasks.define({
    kind: sealingKind,
    permission: 'ca.manage',
    input: z.object({ mostFiles: z.number().int().positive().optional() }),
    run: ({ mostFiles }, context) => sealAll(parts, context, { mostFiles, onDone: flag.set }),
  });

  const start = (startedBy: string, mostFiles?: number): { taskId: string } => ({
    taskId: tasks.start({
      kind: sealingKind,
      title: 'Seal CAs and private keys',
      input: { mostFiles },
      startedBy,
      lock: parts.lock,
    }).id,
  });

  async function look(): Promise<void> {
    if (flag.isSet()) return;
    if ((await findClear(parts, { tidy: true })).length > 0 || hasBackups()) {
      const { sealer } = await vault.sealing();
      if (sealer) await sealQuietly();
    } else if ((await vault.status()).state === 'ready') flag.set();
  }

  /** Nobody needs to hear of it when there turned out to be nothing to do. */
  async function sealQuietly(mostFiles?: number, signal?: AbortSignal): Promise<void> {
    const { taskId } = start('Fedwright', mostFiles);
    const cancel = () => void tasks.cancel(taskId);
    signal?.addEventListener('abort', cancel, { once: true });
    const { state, result } = await tasks.wait(taskId);
    signal?.removeEventListener('abort', cancel);
    const done = resultSchema.safeParse(result);
    if (state === 'succeeded' && done.data && done.data.sealed + done.data.backups === 0)
      tasks.dismiss(taskId);
  }

  const lookBriefly = createBriefLook(parts, flag, sealQuietly);

  const quietly = (error: unknown) => {
    // Locked, or another process is at it: the next start looks again.
    if (!(error instanceof AppError)) log.warn({ err: error }, 'keys in clear could not be looked for');
  };

  return {
    /** Seals all there is, as a task. */
    start: (startedBy: string): { taskId: string } => start(startedBy),
    /** How sealing is. As long as nobody knows that every key is sealed, it looks; for lost keys, always. */
    status: (): Promise<VaultStatus> => statusOf(parts, flag),
    /** At the start of the app: seals what is in clear, as a task, when there is a keychain that can be used. */
    startLooking(): void {
      looking = look().catch(quietly);
    },
    /**
     * At the end of a command: seals some of what is in clear, and leaves the rest to the next one. Where it can
     * do nothing, it does not look again for an hour. Never throws.
     */
    lookBriefly: (signal: AbortSignal): Promise<void> =>
      lookBriefly(signal).catch((error: unknown) => {
        if (!signal.aborted) quietly(error);
      }),
    settled: (): Promise<void> => looking,
  };
}

async function statusOf(parts: RestingParts, flag: ReturnType<typeof createAllSealed>): Promise<VaultStatus> {
  const status = await parts.vault.status();
  if (status.state !== 'ready') return status;
  const lost = await countLost(parts.layout, parts.vault.keyring);
  if (lost > 0) return isLost(lost);
  if (flag.isSet()) return status;
  // A sealing that is under way may need what is beside the files.
  const files = (await findClear(parts, { tidy: false })).length;
  if (files > 0 || parts.backupBytes() > 0) return inClear(files);
  flag.set();
  return status;
}

/** The newest key is there, and what was sealed before cannot be opened all the same. */
function isLost(count: number): VaultStatus {
  const what = count === 1 ? 'One CA or private key is' : `${count} CAs and private keys are`;
  return {
    state: 'missing',
    message: `${what} sealed with a key that this keychain does not have.`,
    hint: missingError().data.hint,
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
    hint: 'The next start of the window or the browser host seals them, and each command a part. "fedwright call ca.seal" does it now.',
  };
}

/** With `mostFiles`, no more than so many, and backups only when they are small; then there may be more to do. */
async function sealAll(
  parts: RestingParts,
  context: TaskContext,
  { mostFiles, onDone }: { mostFiles: number | undefined; onDone: () => void },
) {
  context.stage(stages[0] ?? '', 0, stages.length);
  const { sealer, warning } = await parts.vault.sealing();
  if (!sealer) throw new AppError('UNAVAILABLE', warning, { hint: 'Start again when there is a keychain.' });
  const found = await findClear(parts, { tidy: true, signal: context.signal });
  const files = found.slice(0, mostFiles);
  context.stage(stages[1] ?? '', 1, stages.length);
  let sealed = 0;
  for (let at = 0; at < files.length; at += atOnce) {
    const some = files.slice(at, at + atOnce);
    sealed += await sealFiles(some, sealer, { durable: true, signal: context.signal });
    context.progress(Math.min(1, (at + atOnce) / files.length));
  }
  if (mostFiles !== undefined && (files.length < found.length || parts.backupBytes() > brief.backupBytes)) {
    context.log(`Files sealed: ${sealed}. The rest is left to what comes next.`);
    return { sealed, backups: 0 };
  }
  context.stage(stages[2] ?? '', 2, stages.length);
  const backups = await parts.sealBackups(sealer, context.signal);
  onDone();
  context.log(`Files sealed: ${sealed}; backups written anew: ${backups}.`);
  return { sealed, backups };
}
