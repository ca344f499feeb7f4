import { mkdirSync, rmSync, statSync } from 'node:fs';
import { readFile, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { migrationCount } from '../db/migrate';
import { AppError, conflict } from '../errors';
import { syncDirectory, syncTree } from '../files/tree';
import type { Log } from '../logs/log';
import { isSealed } from '../vault/seal';
import { readSealHeader, writePrivate } from '../vault/seal-files';
import type { Unsealer } from '../vault/service';
import { type Archive, readArchive } from './archive';
import { type Holding, readHoldingsOf } from './holdings';
import { keysName, type Manifest, newer, readManifest, storeName } from './manifest';
import { alone } from './restore-lock';
import { readPlan, restorePlace, writePlan } from './restore-place';
import { assertWhole, forgetVaultKey, readProjects, settleCopy } from './store-file';

export interface StageRequest {
  data: string;
  migrations: string;
  /** The file, and its name for people. */
  file: string;
  source: string;
  passphrase: string | null;
  /** Puts the keys of a backup into the keychain of this machine, or resolves to what unseals with them. */
  adoptKeys: (text: string, passphrase: string) => Promise<Unsealer | null>;
  by: string;
  log: Log;
  signal?: AbortSignal;
  onStage?: (index: number) => void;
  onProgress?: (value: number) => void;
  /** Called when what was sealed is unpacked in clear: `inClear` says so to people. */
  onClear?: () => void;
}

export const stageNames = ['Check the backup', 'Unpack it', 'Check the store in it'] as const;
export const inClear =
  'No keychain here keeps the keys of this backup: its CAs and private keys are restored in clear, for their owner only.';

/**
 * Checks and unpacks a backup beside what is there. The plan, written last, makes it count: it takes the place
 * of what is there at the next start. Whatever goes wrong leaves nothing.
 * @throws AppError INVALID when it is damaged or the passphrase is another one, CONFLICT for a newer version's,
 * while another process restores, or an earlier restore is half in place, STORAGE when there is no room.
 */
export async function stageRestore(request: StageRequest): Promise<Manifest> {
  // One that is at it takes minutes: nobody waits for that.
  return alone(request.data, 0, () => stage(request));
}

async function stage(request: StageRequest): Promise<Manifest> {
  const { data, source, by } = request;
  const place = restorePlace(data);
  if (readPlan(data)?.phase === 'swap') throw halfInPlace();
  rmSync(place.root, { recursive: true, force: true });
  try {
    const manifest = await unpack(request, place.incoming);
    const { madeAt } = manifest;
    writePlan(data, { phase: 'staged', source, by, before: null, madeAt, stagedAt: Date.now() });
    await syncDirectory(place.root);
    return manifest;
  } catch (error) {
    rmSync(place.root, { recursive: true, force: true });
    throw error;
  }
}

/** What was there before lies in the same folder then, and nowhere else. */
const halfInPlace = (): AppError =>
  conflict(
    'An earlier restore is half in place.',
    'Start Fedwright again, which brings it to its end. Then restore this one.',
  );

/** Reads what a backup says of itself. @throws AppError as `stageRestore`. */
export function readBackup(
  request: Pick<StageRequest, 'file' | 'passphrase' | 'migrations' | 'log'>,
): Promise<Manifest> {
  return readArchive({ ...request, password: request.passphrase }, (archive) =>
    checkManifest(archive, request.migrations),
  );
}

/**
 * Reads what a backup has besides projects, out of its store, which is unpacked into a directory that must not
 * exist and is gone afterwards. @throws AppError as `stageRestore`.
 */
export async function readBackupHoldings(
  request: Pick<StageRequest, 'file' | 'passphrase' | 'log'>,
  scratch: string,
): Promise<Holding[]> {
  const store = path.join(scratch, storeName);
  try {
    await readArchive({ ...request, password: request.passphrase }, (archive) =>
      archive.extract(storeName, store),
    );
    assertWhole(store);
    return readHoldingsOf(store);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function unpack(request: StageRequest, incoming: string): Promise<Manifest> {
  const { file, passphrase, log, onStage } = request;
  const store = path.join(incoming, storeName);
  let unsealed = false;
  const manifest = await readArchive({ file, password: passphrase, log }, async (archive) => {
    onStage?.(0);
    const found = await checkManifest(archive, request.migrations);
    await assertRoom(request.data, found);
    const unsealer = await takeKeys(archive, request);
    unsealed = unsealer !== null;
    onStage?.(1);
    const sizes = await extractAll(archive, found, { ...request, incoming, unsealer });
    onStage?.(2);
    assertUnpacked(incoming, sizes);
    return found;
  });
  checkStore(store, manifest, request.migrations);
  // Earlier versions left in it what was under way.
  settleCopy(store);
  if (unsealed) {
    request.onClear?.();
    forgetVaultKey(store);
  }
  await syncTree(incoming, []);
  return manifest;
}

/** Unpacks each file; resolves to how long each must be, in bytes. */
async function extractAll(
  archive: Archive,
  { files }: Manifest,
  work: Pick<StageRequest, 'signal' | 'onProgress'> & { incoming: string; unsealer: Unsealer | null },
): Promise<Map<string, number>> {
  const { incoming, unsealer, signal, onProgress } = work;
  const sizes = new Map<string, number>();
  mkdirSync(path.join(incoming, 'projects'), { recursive: true, mode: 0o700 });
  for (const [index, { path: name, sizeBytes }] of files.entries()) {
    signal?.throwIfAborted();
    const target = path.join(incoming, name);
    await archive.extract(name, target);
    const clearBytes = unsealer && (await unsealFile(target, unsealer));
    sizes.set(name, clearBytes ?? sizeBytes);
    onProgress?.((index + 1) / files.length);
  }
  return sizes;
}

/** From here on it replaces what is there: nothing may have been taken from it, or added, since it was read. */
function assertUnpacked(incoming: string, sizes: ReadonlyMap<string, number>): void {
  for (const [name, sizeBytes] of sizes)
    if (statSync(path.join(incoming, name), { throwIfNoEntry: false })?.size !== sizeBytes)
      throw new AppError('STORAGE', 'The backup did not stay as it was unpacked.', {
        hint: 'See to it that nothing else works in the data directory, then restore again. Nothing was changed.',
        details: `${name} is missing or has another size`,
      });
}

/** Null when what is sealed can stay so: this machine has the keys, or has to have them already. */
async function takeKeys(archive: Archive, { passphrase, adoptKeys }: StageRequest): Promise<Unsealer | null> {
  if (passphrase === null || !archive.files.has(keysName)) return null;
  return adoptKeys(await archive.text(keysName), passphrase);
}

/**
 * Without a keychain here, what is sealed would be lost: it rests in clear then, as all keys do here. Resolves to the
 * size of the clear file; null when it was not sealed.
 */
async function unsealFile(file: string, unsealer: Unsealer): Promise<number | null> {
  if (!isSealed(readSealHeader(file))) return null;
  const clear = await unsealer.unseal(await readFile(file));
  await rm(file);
  await writePrivate(file, clear);
  return clear.length;
}

async function checkManifest(archive: Archive, migrations: string): Promise<Manifest> {
  const manifest = await readManifest(archive);
  assertKnown(manifest.schema, manifest.version, migrations);
  return manifest;
}

function checkStore(file: string, manifest: Manifest, migrations: string): void {
  assertWhole(file);
  const { schema, projects } = readProjects(file);
  assertKnown(schema, manifest.version, migrations);
  const claimed = new Map(manifest.projects.map(({ id, run }) => [id, run?.id ?? null]));
  if (
    claimed.size === projects.length &&
    projects.every(({ id, run }) => claimed.get(id) === (run?.id ?? null))
  )
    return;
  throw new AppError('INVALID', 'This backup is damaged.', {
    hint: 'Use another one. Nothing was changed.',
    details: 'its store holds other projects than it says',
  });
}

function assertKnown(schema: number, version: string, migrations: string): void {
  const known = migrationCount(migrations);
  if (schema > known)
    throw newer(`schema ${schema}, made by version ${version}; this version knows ${known}`);
}

/** What is there must be backed up as well before it is replaced: so twice the room, and a little. */
async function assertRoom(data: string, { files }: Manifest): Promise<void> {
  const needed = 2 * files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) + 10_000_000;
  const { bavail, bsize } = await statfs(data);
  if (bavail * bsize >= needed) return;
  throw new AppError('STORAGE', 'There is not enough room for a restore.', {
    hint: `Free ${Math.ceil((needed - bavail * bsize) / 1_000_000)} MB on the disk of the data directory.`,
  });
}
