import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AppError, toAppError } from '../errors';
import { syncDirectory } from '../files/tree';
import type { Layout } from '../provisioning/layout';
import { openInstances } from '../tasks/instance';
import { createBackupFolder } from './backup-folder';
import { linkAny } from './link-tree';
import { makeBackup } from './make-backup';
import { storeName } from './manifest';
import { alone } from './restore-lock';
import {
  type Outcome,
  type Plan,
  readPlan,
  replaced,
  restorePlace,
  writeOutcome,
  writePlan,
} from './restore-place';
import { copyStore } from './store-file';

export interface ApplyParts {
  data: string;
  layout: Layout;
  version: string;
  /** For tests: called after each step, with its name. */
  reached?: (step: string) => void;
}

/**
 * Finishes what a restore began: to be called before the store is opened. A staged restore is put in place when
 * no other process has the data directory open, and waits otherwise. One that was cut short while it was being
 * put in place is always brought to its end. Until `swap` is written everything is as it was; from then on
 * everything is as it was in the backup.
 * @throws AppError STORAGE when a restore that has begun cannot be brought to its end now.
 */
export async function finishRestore(parts: ApplyParts): Promise<void> {
  const { data } = parts;
  if (!existsSync(restorePlace(data).root) || isForLater(data)) return;
  // Two processes that start at once: the second one waits here.
  await alone(data, 60_000, async () => {
    const plan = readPlan(data);
    if (plan?.phase === 'swap') return swapAll(parts, plan);
    if (isForLater(data)) return;
    // With the lock held nobody is unpacking: what has no plan was left by one that died.
    if (!plan) return rmSync(restorePlace(data).root, { recursive: true, force: true });
    const ready = await prepare(parts, plan);
    if (ready) await swapAll(parts, ready);
  });
}

/** Until it has begun, a restore waits for the others: one of them may be unpacking it. */
const isForLater = (data: string): boolean =>
  readPlan(data)?.phase !== 'swap' && openInstances(data).length > 0;

/** Everything that can fail, before anything is touched. Null: it failed, and was given up with a note. */
async function prepare(parts: ApplyParts, plan: Plan): Promise<Plan | null> {
  const { data, reached } = parts;
  try {
    const before = await keepPresent(parts);
    reached?.('kept the present');
    linkPresent(parts);
    reached?.('linked the files');
    const ready: Plan = { ...plan, phase: 'swap', before };
    writePlan(data, ready);
    await syncDirectory(restorePlace(data).root);
    reached?.('wrote the plan');
    return ready;
  } catch (error) {
    const known = toAppError(error);
    writeOutcome(data, {
      ...outcomeOf(plan, false),
      message: known?.message ?? 'What is here could not be backed up first.',
      hint: `${known?.data.hint ?? (error instanceof Error ? error.message : String(error))} Nothing was changed.`,
    });
    rmSync(restorePlace(data).root, { recursive: true, force: true });
    return null;
  }
}

/** A backup of what is about to be replaced. A store that cannot be read is kept as it is, under another name. */
async function keepPresent({ data, layout, version }: ApplyParts): Promise<string | null> {
  const store = path.join(data, storeName);
  if (!existsSync(store)) return null;
  const folder = createBackupFolder(data);
  const { id, file } = folder.place('before-restore');
  try {
    await makeBackup(file, {
      ...{ layout, version, copyStore: (target: string) => copyStore(store, target) },
      // It stays here, and so needs no passphrase.
      wrapKeys: async () => ({ text: '', missing: [] }),
    });
    folder.prune();
    return id;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // SQLITE_ERROR: it is a store, but without the tables of one, as an empty file is.
    if (!/^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(code)) throw error;
    const kept = id.replace(/\.zip$/, '-damaged.db');
    for (const end of ['', '-wal'])
      if (existsSync(`${store}${end}`)) linkAny(`${store}${end}`, path.join(folder.folder, `${kept}${end}`));
    return kept;
  }
}

/**
 * Kits are in a backup only when they were asked for, and runs that were made since are not in it at all: what
 * the disk has of these stays, beside what comes out of the backup.
 */
function linkPresent({ data, layout }: ApplyParts): void {
  const incoming = path.join(restorePlace(data).incoming, 'projects');
  linkDistributed(layout, path.join(restorePlace(data).incoming, 'distributed'));
  for (const projectId of namesIn(layout.projects)) {
    for (const name of namesIn(layout.projectDirectory(projectId)))
      if (name !== 'runs')
        linkAny(path.join(layout.projectDirectory(projectId), name), path.join(incoming, projectId, name));
    for (const runId of namesIn(layout.runsOf(projectId))) {
      const from = layout.run(projectId, runId).directory;
      const to = path.join(incoming, projectId, 'runs', runId);
      for (const name of namesIn(from))
        if (!existsSync(path.join(to, name)) || name === 'kits')
          linkAny(path.join(from, name), path.join(to, name));
    }
  }
}

/** CAs and keys that were made since: the store will not know them, but there is no other copy of them. */
function linkDistributed({ distributed }: Layout, incoming: string): void {
  for (const kind of namesIn(distributed))
    for (const id of namesIn(path.join(distributed, kind))) {
      const to = path.join(incoming, kind, id);
      if (!existsSync(to)) linkAny(path.join(distributed, kind, id), to);
    }
}

/** Renames only; each looks at what is there, so that it can be done again from any point. */
async function swapAll({ data, reached }: ApplyParts, plan: Plan): Promise<void> {
  const { root, incoming, outgoing } = restorePlace(data);
  try {
    mkdirSync(outgoing, { recursive: true, mode: 0o700 });
    const newStore = path.join(incoming, storeName);
    for (const name of replaced) {
      // The log of the old store must be gone before the new one comes, and that one's must stay.
      const isFolder = name === 'projects' || name === 'distributed';
      const due = existsSync(isFolder ? path.join(incoming, name) : newStore);
      if (!due) continue;
      moveIfThere(path.join(data, name), path.join(outgoing, name));
      reached?.(`took ${name} away`);
      moveIfThere(path.join(incoming, name), path.join(data, name));
      reached?.(`put ${name} in place`);
    }
    await syncDirectory(data);
    noteOutcome(data, plan);
    reached?.('noted the outcome');
    rmSync(root, { recursive: true, force: true });
  } catch (error) {
    throw new AppError(
      'STORAGE',
      'A restore that has begun could not be brought to its end.',
      {
        hint: `${toAppError(error)?.data.hint ?? 'Look at the path below.'} Then start Fedwright again: it goes on from here.`,
        details: `${root}\n${error instanceof Error ? error.message : String(error)}`,
      },
      error,
    );
  }
}

/** A full disk must not keep the app from starting for a note's sake. */
function noteOutcome(data: string, plan: Plan): void {
  try {
    writeOutcome(data, outcomeOf(plan, true));
  } catch (error) {
    if (!toAppError(error)) throw error;
  }
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}

const outcomeOf = ({ source, madeAt, by, before }: Plan, ok: boolean): Outcome => ({
  ...{ at: Date.now(), ok, source, madeAt, by, before },
  ...{ message: '', hint: '', noted: false },
});

const namesIn = (directory: string): string[] => (existsSync(directory) ? readdirSync(directory) : []);
