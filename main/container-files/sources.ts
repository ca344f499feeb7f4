import { invalid } from '../errors';
import { kindOf } from '../file-places/file-kind';
import type { FileAttributes, FileSource } from '../file-places/file-place';
import { archiveTree } from './archive-tree';
import { command, commandPlace } from './command-place';
import type { ContainerState } from './container-state';
import { type InContainer, startIn } from './exec';
import { brokenOff, gone, refused } from './problems';
import { argvOf } from './words';

const hashMs = 30 * 60_000;
/** The SHA-256 of so many bytes of a file; without `head` it would be that of nothing. */
const sumOfStart = 'command -v head >/dev/null || exit 127; head -c "$1" "$2" | sha256sum';

/** A file of a container that runs, by its own programs: it can be gone on with where a try broke off. */
export async function commandSource(
  of: ContainerState,
  path: Buffer,
  signal: AbortSignal,
): Promise<FileSource> {
  const place = commandPlace(of);
  // Of a link, what it leads to.
  const real = await place.realPath(path);
  const { size, mtime } = needFile(await place.lstat(real));
  const read = async function* (before: string[], wanted: number) {
    const run = await startIn(of, argvOf(before, [path]), signal);
    let left = wanted;
    for await (const piece of run.stdout()) {
      // A log that is written meanwhile goes on: what was announced is what is read.
      yield piece.subarray(0, left);
      left -= Math.min(left, piece.length);
      if (left === 0) return;
    }
    signal.throwIfAborted();
    if (left === 0) return;
    const { code, stderr } = await run.end();
    throw code === 0 ? brokenOff('the file became shorter') : refused(path, stderr);
  };
  // A log that is written meanwhile has more by then.
  const sum = async (of256: Buffer, length: number) => {
    const before = ['sh', '-c', sumOfStart, 'sh', String(length)];
    const found = await command({ ...of, signal }, { before, paths: [of256] }, { timeoutMs: hashMs }).catch(
      () => null,
    );
    return /^\\?([0-9a-f]{64})\s/.exec(found?.stdout.toString('latin1') ?? '')?.[1] ?? null;
  };
  return {
    size,
    hash: (length) => sum(path, length),
    follow: () => ({ ...unfollowed, result: () => sum(path, size) }),
    changed: async () => {
      // One that is gone by now was read to its end.
      const now = await place.lstat(real).catch(() => null);
      return now !== null && (now.size !== size || now.mtime !== mtime);
    },
    checksWhole: async () => (await sum(Buffer.from('/dev/null'), 0)) !== null,
    readFrom: (offset) => (size === offset ? none() : read(['tail', '-c', `+${offset + 1}`], size - offset)),
    readAll: () => (size === 0 ? none() : read(['cat'], size)),
  };
}

/** Hashed when all of it has come. */
const unfollowed = { grown: () => undefined, stop: () => undefined };

async function* none(): AsyncGenerator<Buffer> {}

/** A file of any container, through its archive: from the beginning only. */
export async function archiveSource(of: InContainer, path: Buffer, signal: AbortSignal): Promise<FileSource> {
  const items = archiveTree(of, path, { signal });
  const { value: item } = await items.next();
  const close = () => items.return(undefined);
  try {
    if (!item) throw gone(path);
    const { size } = needFile(item.attributes);
    return {
      size,
      hash: () => Promise.resolve(null),
      follow: () => ({ ...unfollowed, result: () => Promise.resolve(null) }),
      // It would have to be read once more.
      changed: () => Promise.resolve(false),
      checksWhole: () => Promise.resolve(false),
      readFrom: null,
      async *readAll() {
        try {
          yield* item.content();
        } finally {
          await close();
        }
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function needFile(attributes: FileAttributes): FileAttributes {
  if (kindOf(attributes) === 'file') return attributes;
  throw invalid('This is no file.', 'Download a folder as a tar.');
}
