import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

const atOnce = 64;

/** The bytes of all files below a place, or of the file that it is; 0 when it is not there. Follows no link. */
export async function sizeOf(place: string): Promise<number> {
  const stat = await lstat(place).catch(() => null);
  if (!stat) return 0;
  if (stat.isFile()) return stat.size;
  if (!stat.isDirectory()) return 0;
  const names = await namesIn(place);
  let total = 0;
  for (let at = 0; at < names.length; at += atOnce) {
    const some = names.slice(at, at + atOnce).map((name) => sizeOf(path.join(place, name)));
    total += (await Promise.all(some)).reduce((sum, size) => sum + size, 0);
  }
  return total;
}

/** The names in a directory; none when it is not there, as anything may be removed while one looks. */
export const namesIn = (directory: string): Promise<string[]> => readdir(directory).catch(() => []);
