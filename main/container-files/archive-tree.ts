import type { TreeItem } from '../file-places/file-place';
import { nameOf, parentOf, readText } from '../file-places/remote-path';
import { getArchive } from './archive';
import type { InContainer } from './exec';
import { isPodman } from '../docker/api-version';
import { listMs } from '../docker/engines';
import { gone } from './problems';
import { readTar, type TarEntry } from './read-tar';

/**
 * The nearest folder above a path, or itself, that an engine can be asked for: it mistakes a name that is no text for
 * another one, and gives what has that.
 */
function askable(path: Buffer): Buffer {
  return path.length === 1 || readText(nameOf(path)) !== null ? path : askable(parentOf(path));
}

/** Podman takes these for patterns: it is asked for the folder that the first such name is in. */
function beforePatterns(path: Buffer): Buffer {
  const parts = path.toString('latin1').split('/');
  const first = parts.findIndex((part) => /[*?[\]\\]/.test(part));
  return first < 0 ? path : Buffer.from(parts.slice(0, first).join('/') || '/', 'latin1');
}

/** What an engine is asked for, to have a path out of what it gives: the path itself, or a folder above it. */
export async function askableOf({ engines, hostId, signal }: InContainer, path: Buffer): Promise<Buffer> {
  const plain = beforePatterns(path);
  if (plain.equals(path) || !(await engines.ask(hostId, listMs, isPodman, signal))) return askable(path);
  return askable(plain);
}

/** What is at a path with all that is below it, out of the tar that an engine makes of it. @throws AppError */
export async function* archiveTree(
  of: InContainer,
  path: Buffer,
  { signal, onBytes }: { signal?: AbortSignal; onBytes?: (count: number) => void } = {},
): AsyncGenerator<TreeItem> {
  const from = await askableOf(of, path);
  const wanted = path.subarray(from.length === 1 ? 1 : from.length + 1);
  const source = await getArchive(of, from, signal);
  if (onBytes) source.on('data', (chunk: Buffer) => onBytes(chunk.length));
  let found = false;
  for await (const item of tarTree(readTar(source))) {
    const inner = wanted.length === 0 ? item.path : below(wanted, item.path);
    if (inner === null) {
      // All of it comes in one piece.
      if (found) return;
      continue;
    }
    found = true;
    yield { ...item, path: inner, sameAs: item.sameAs && (below(wanted, item.sameAs) ?? item.sameAs) };
  }
  if (!found) throw gone(path);
}

/**
 * The entries of a tar by their paths below its first one. Names stay as they are where they do not begin with that of
 * the first: who writes them checks each.
 */
export async function* tarTree(entries: AsyncIterable<TarEntry>): AsyncGenerator<TreeItem> {
  let root: Buffer | null = null;
  for await (const { name, kind, attributes, link, content } of entries) {
    root ??= name;
    yield {
      ...{ path: below(root, name) ?? name, attributes },
      link: kind === 'link' ? link : null,
      sameAs: kind === 'hard-link' && link ? (below(root, link) ?? link) : null,
      content: () => content,
    };
  }
}

/** Null for what is not below. Of the root of a container, names begin with a slash. */
function below(root: Buffer, name: Buffer): Buffer | null {
  if (root.length === 0) return name;
  if (name.equals(root)) return Buffer.alloc(0);
  const prefix = root.at(-1) === 0x2f ? root : Buffer.concat([root, Buffer.from('/')]);
  return name.subarray(0, prefix.length).equals(prefix) ? name.subarray(prefix.length) : null;
}
