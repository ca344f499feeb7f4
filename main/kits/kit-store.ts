import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as yieldNow } from 'node:timers/promises';
import { AppError } from '../errors';
import { listTree, type TreeEntry } from '../files/tree';
import type { Layout } from '../provisioning/layout';
import { isSealed, sealBytes } from '../vault/seal';
import { isSealingPart, readSealHeader, sealFresh } from '../vault/seal-files';
import type { Sealer, Unsealer } from '../vault/service';
import { isSecret } from './kit-files';

/** A kit at rest, and its files in clear. Sizes are those of the clear files. */
export interface KitFolder {
  entries: TreeEntry[];
  /** @throws AppError UNAVAILABLE when the file is sealed and its key cannot be had; the system's error. */
  read(file: string): Promise<Buffer>;
}

/** Kits as a run made them, all in clear. */
export interface FreshKits {
  directory: string;
  /** Everything below the directory, parents before their children. */
  entries: TreeEntry[];
}

const sealedAtOnce = 50;

/** Names a kit's place. */
export interface KitPlace {
  projectId: string;
  runId: string;
  participant: string;
}

export type KitStore = ReturnType<typeof createKitStore>;

/**
 * The one door to the files of kits. At rest what is secret in them is sealed, each file under its own name;
 * whoever wants a file gets clear bytes from here, and writes them nowhere but to where the person exports to,
 * or to `staging`.
 */
export function createKitStore({ layout, vault }: { layout: Layout; vault: { unsealer(): Unsealer } }) {
  const directoryOf = ({ projectId, runId, participant }: KitPlace): string =>
    path.join(layout.run(projectId, runId).kits, participant);
  return {
    directoryOf,
    /** For reading many kits: the keychain is asked once. */
    unsealer: () => vault.unsealer(),
    /** @throws AppError STORAGE when the kit's files are gone. */
    open(kit: KitPlace, unsealer = vault.unsealer()): KitFolder {
      const directory = directoryOf(kit);
      if (existsSync(directory)) return openFolder(directory, unsealer);
      throw new AppError('STORAGE', `The files of the kit "${kit.participant}" are gone.`, {
        hint: 'They were removed from the data directory. Put them back from a backup, or provision again.',
        details: directory,
      });
    },
    /** A file that is no secret, at once. @throws the operating system's error */
    readPublic(kit: KitPlace, file: string): Buffer {
      if (isSecret(file)) throw new Error(`${file} of a kit is secret`);
      return readFileSync(path.join(directoryOf(kit), file));
    },
    /** Seals what is secret in kits that a run has just made, in place. Not synced: the run can be done again. */
    async seal({ directory, entries }: FreshKits, sealer: Sealer): Promise<void> {
      let sealed = 0;
      for (const { kind, path: file } of entries) {
        if (kind !== 'file' || !isSecret(file)) continue;
        sealFresh(path.join(directory, file), sealer);
        if (++sealed % sealedAtOnce === 0) await yieldNow();
      }
    },
  };
}

/** The same for a kit anywhere. */
export function openFolder(directory: string, unsealer: Unsealer): KitFolder {
  // What a crash left of sealing is no part of the kit.
  const entries = listTree(directory)
    .filter((entry) => !isSealingPart(entry.path))
    .map((entry) => withClearSize(directory, entry));
  return { entries, read: readerOf(directory, unsealer) };
}

/** The same for one that a run has just made, of which everything is in clear and has been listed already. */
export function openFresh(directory: string, unsealer: Unsealer, entries: TreeEntry[]): KitFolder {
  return { entries, read: readerOf(directory, unsealer) };
}

function readerOf(directory: string, unsealer: Unsealer): KitFolder['read'] {
  // At once: the files are small, and each turn through the thread pool takes longer than reading one. After a run
  // with a thousand kits that is what most of the time went to.
  return async (file) => unsealer.unseal(readFileSync(path.join(directory, file)));
}

function withClearSize(directory: string, entry: TreeEntry): TreeEntry {
  if (entry.kind !== 'file' || !isSecret(entry.path)) return entry;
  if (!isSealed(readSealHeader(path.join(directory, entry.path)))) return entry;
  return { ...entry, sizeBytes: entry.sizeBytes - sealBytes };
}
