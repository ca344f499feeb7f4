import { readText } from '../file-places/remote-path';

export interface Argv {
  argv: string[];
  /** What is written to its standard input. */
  input: Buffer | null;
}

const mark = '@path@';

/**
 * A command on paths, as words and never as a line for a shell. An engine takes words as text; paths that are none go
 * over standard input to `xargs -0`, which gives them on byte for byte. Absolute paths are no options.
 * @param after words behind the paths; then there is one path only
 */
export function argvOf(before: string[], paths: readonly Buffer[], after: string[] = []): Argv {
  for (const path of paths)
    if (path[0] !== 0x2f || path.includes(0)) throw new RangeError('a path of a container is absolute');
  const texts = paths.map(readText);
  if (texts.every((text) => text !== null)) return { argv: [...before, ...texts, ...after], input: null };
  const input = Buffer.concat(paths.flatMap((path) => [path, Buffer.from([0])]));
  if (after.length === 0) return { argv: ['xargs', '-0', ...before], input };
  // The mark stands where the path goes. It is none that `find` takes for its own.
  return { argv: ['xargs', '-0', '-I', mark, ...before, mark, ...after], input };
}
