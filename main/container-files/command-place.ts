import { randomBytes } from 'node:crypto';
import { AppError, invalid } from '../errors';
import { kindOf } from '../file-places/file-kind';
import type { FileAttributes, FilePlace, NamedEntry, TreeCount } from '../file-places/file-place';
import { childOf, nameOf, parentOf, showName } from '../file-places/remote-path';
import type { ContainerState } from './container-state';
import { type ExecResult, type InContainer, isMissingProgram, runIn, toTheEnd } from './exec';
import { gone, inMemory, refused } from './problems';
import { putEntries } from './put-entries';
import { readStats, statFormat } from './stat-lines';
import { argvOf } from './words';

const listBytes = 32 * 1024 ** 2;
/** What is counted at most before a removal is asked for, at some thirty bytes each. */
const countBytes = 3_000_000;

/** Thrown where a container lacks a program; its files are then read through the archive. */
export class MissingProgram extends Error {}

/** Runs a command on paths. @throws MissingProgram */
export async function command(
  of: InContainer,
  { before, paths, after }: { before: string[]; paths: Buffer[]; after?: string[] },
  options: Parameters<typeof runIn>[2] = {},
): Promise<ExecResult> {
  const result = await runIn(of, argvOf(before, paths, after), options);
  if (isMissingProgram(result)) throw new MissingProgram(before[0]);
  return result;
}

/** As `command`. @throws AppError with the program's words when it fails */
async function need(of: InContainer, before: string[], paths: Buffer[], options = {}): Promise<ExecResult> {
  const result = await command(of, { before, paths }, options);
  if (result.code === 0) return result;
  const [path = Buffer.from('/')] = paths;
  if (/No such file|Not a directory/.test(result.stderr)) throw gone(path);
  throw refused(path, result.stderr);
}

/** The files of a container that runs, by the programs that are in it, as its root. */
export function commandPlace(of: ContainerState): FilePlace {
  const lstat = (path: Buffer) => statOne(of, path);
  return {
    limited: null,
    realPath: async (path) => {
      const whole = path[0] === 0x2f ? path : childOf(of.home, path);
      return line(await need(of, ['readlink', '-f'], [whole]));
    },
    lstat,
    readLink: async (path) => line(await need(of, ['readlink'], [path])),
    list: (path, most) => list(of, path, most),
    async readStart(path, limit) {
      const attributes = await lstat(path);
      const { stdout } = await need(of, ['head', '-c', String(limit)], [path], { maxBytes: limit });
      return { content: stdout.subarray(0, limit), attributes };
    },
    async replaceFile(path, content, { attributes, check }) {
      const beside = childOf(parentOf(path), `.fedwright-${randomBytes(8).toString('hex')}.tmp`);
      try {
        await putEntries(of, parentOf(path), [{ name: nameOf(beside), attributes, content }]);
        await assertArrived(of, beside);
        await check();
        await need(of, ['mv', '-f'], [beside, path]);
      } catch (error) {
        await command(toTheEnd(of), { before: ['rm', '-f'], paths: [beside] }).catch(() => undefined);
        throw error;
      }
    },
    makeFolder: async (path) => void (await need(of, ['mkdir'], [path])),
    async rename(from, to) {
      await need(of, ['mv', '-n'], [from, to]);
      // With `-n` it says nothing of a name that was taken meanwhile.
      if (await exists(of, from)) throw refused(to, 'the name is taken');
    },
    setMode: async (path, mode) =>
      void (await need(of, ['chmod', mode.toString(8).padStart(4, '0')], [path])),
    count: (paths) => count(of, paths),
  };
}

/** What a program prints of one path, less the end of the line. */
const line = ({ stdout }: ExecResult): Buffer => (stdout.at(-1) === 10 ? stdout.subarray(0, -1) : stdout);

async function statOne(of: InContainer, path: Buffer): Promise<FileAttributes> {
  const { stdout } = await need(of, ['stat', '-c', statFormat], [path]);
  const [found] = readStats(stdout, [path]);
  if (!found) throw refused(path, stdout.toString());
  return found.attributes;
}

export async function exists(of: InContainer, path: Buffer): Promise<boolean> {
  try {
    await statOne(of, path);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.data.reason === 'gone') return false;
    throw error;
  }
}

/** An engine takes files for a tmpfs as well, and puts them where nobody ever sees them. */
export async function assertArrived(of: InContainer, path: Buffer): Promise<void> {
  if (!(await exists(of, path))) throw inMemory(parentOf(path));
}

/** Names first, each ended by a NUL; then what is told of them, in their order. */
async function list(of: InContainer, path: Buffer, most: number) {
  const after = ['-mindepth', '1', '-maxdepth', '1', '-print0'];
  // With the dot a link to a folder is listed as the folder.
  const at = childOf(path, '.');
  const found = await command(of, { before: ['find'], paths: [at], after }, { maxBytes: listBytes });
  const names = splitNames(found.stdout);
  if (found.code !== 0 && names.length === 0) {
    if (kindOf(await statOne(of, path)) !== 'folder')
      throw invalid(`"${showName(path)}" is no folder.`, 'Open the folder that it is in.');
    throw refused(path, found.stderr);
  }
  const shown = names.slice(0, most);
  const entries: NamedEntry[] = (await statAll(of, shown)).map(({ path: each, attributes }) => ({
    ...{ name: nameOf(each), ...attributes },
  }));
  return { entries, cut: found.cut || names.length > most ? ('entries' as const) : null };
}

async function statAll(of: InContainer, paths: Buffer[]) {
  if (paths.length === 0) return [];
  const input = Buffer.concat(paths.flatMap((path) => [path, Buffer.from([0])]));
  const argv = ['xargs', '-0', 'stat', '-c', statFormat];
  const result = await runIn(of, { argv, input }, { maxBytes: listBytes });
  if (isMissingProgram(result)) throw new MissingProgram('xargs');
  return readStats(result.stdout, paths);
}

function splitNames(stdout: Buffer): Buffer[] {
  const names: Buffer[] = [];
  let from = 0;
  for (let at = stdout.indexOf(0); at >= 0; at = stdout.indexOf(0, from)) {
    names.push(stdout.subarray(from, at));
    from = at + 1;
  }
  return names;
}

async function count(of: InContainer, paths: Buffer[]): Promise<TreeCount> {
  const sum: TreeCount = { files: 0, folders: 0, bytes: 0, cut: false };
  for (const path of paths) {
    const after = ['-exec', 'stat', '-c', '%f %s', '{}', '+'];
    const found = await command(of, { before: ['find'], paths: [path], after }, { maxBytes: countBytes });
    if (found.code !== 0 && found.stdout.length === 0) throw gone(path);
    for (const each of found.stdout.toString('latin1').split('\n')) {
      const [mode = '', size = ''] = each.split(' ');
      if (size === '') continue;
      if (kindOf({ mode: Number.parseInt(mode, 16) }) === 'folder') sum.folders += 1;
      else [sum.files, sum.bytes] = [sum.files + 1, sum.bytes + Number(size)];
    }
    sum.cut ||= found.cut;
  }
  return sum;
}
