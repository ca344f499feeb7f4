import type { FileAttributes } from '../file-places/file-place';

/** For `stat -c`, of GNU and of busybox alike: mode in hex, size, time, ids, names, and the path as it was given. */
export const statFormat = '%f %s %Y %u %g %U %G %n';

const fields = /^([0-9a-f]+) (\d+) (-?\d+) (\d+) (\d+) (\S+) (\S+) $/;
/** Longer than any line is before its path. */
const longest = 300;

/**
 * Reads what `stat` says of these paths, in their order. A path can hold the end of a line, so each is looked for by its
 * bytes; one that is gone by now is left out.
 */
export function readStats(
  stdout: Buffer,
  paths: readonly Buffer[],
): { path: Buffer; attributes: FileAttributes }[] {
  const found: { path: Buffer; attributes: FileAttributes }[] = [];
  let at = 0;
  for (const path of paths) {
    const start = startOfPath(stdout, at);
    const end = start + path.length;
    const isIt = start > 0 && stdout.subarray(start, end).equals(path) && stdout[end] === 10;
    if (!isIt) continue;
    const attributes = readFields(stdout.toString('latin1', at, start));
    if (attributes) found.push({ path, attributes });
    at = end + 1;
  }
  return found;
}

/** Behind the seventh space. */
function startOfPath(stdout: Buffer, from: number): number {
  let at = from;
  for (let spaces = 0; spaces < 7; spaces += 1) {
    at = stdout.indexOf(0x20, at) + 1;
    if (at === 0 || at - from > longest) return -1;
  }
  return at;
}

function readFields(text: string): FileAttributes | null {
  const [, mode = '', size, mtime, uid, gid, owner, group] = fields.exec(text) ?? [];
  if (mode === '') return null;
  const known = (name: string | undefined) => (name === 'UNKNOWN' ? undefined : name);
  return {
    ...{ mode: Number.parseInt(mode, 16), size: Number(size), mtime: Number(mtime) },
    ...{ uid: Number(uid), gid: Number(gid), owner: known(owner), group: known(group) },
  };
}
