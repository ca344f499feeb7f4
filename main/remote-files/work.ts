import { existsSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Permission } from '../../preload/contract/meta';
import { conflict, invalid } from '../errors';
import { partOf, writeWhole } from '../files/part-file';
import type { TaskContext, TaskKind } from '../tasks/service';
import { download } from './download';
import type { Drops } from './drops';
import { kindOf } from '../file-places/file-kind';
import type { FilePlace, FilePlaces, PlaceId } from '../file-places/file-place';
import { nameOf, readName, readPath, showName } from '../file-places/remote-path';
import { localName } from './local-name';
import { unpackTree } from './unpack-tree';

/** The kinds of tasks that are done with the files of one sort of place. */
export const kindsOf = (prefix: string) => ({
  upload: `${prefix}.upload`,
  download: `${prefix}.download`,
  remove: `${prefix}.remove`,
});

const place = { hostId: z.string(), containerId: z.string().nullable().default(null) };
const uploadInput = z.object({
  ...place,
  ...{ path: z.string(), file: z.string(), name: z.string() },
  replace: z.boolean(),
  /** The file was made for this upload, and goes with it. */
  dropped: z.boolean(),
});
export type UploadInput = z.infer<typeof uploadInput>;
const downloadInput = z.object({
  ...place,
  ...{ path: z.string(), file: z.string() },
  as: z.enum(['file', 'tar', 'folder']).default('file'),
});
export type DownloadInput = z.infer<typeof downloadInput>;
const removeInput = z.object({ ...place, paths: z.array(z.string()) });
export type RemoveInput = z.infer<typeof removeInput>;

/** The long work with files. Each can be run again: a transfer goes on, a removal takes what is left. */
export function defineWork(
  { define }: { define: <I>(kind: TaskKind<I>) => void },
  parts: { prefix: string; permission: Permission; places: FilePlaces; drops: Drops },
): void {
  const { permission, places, drops } = parts;
  const kinds = kindsOf(parts.prefix);
  define<UploadInput>({
    ...{ kind: kinds.upload, permission, input: uploadInput },
    async run({ path: at, file, name, replace, dropped, ...where }, task) {
      const what = { file, folder: readPath(at), name: readName(name), mayReplace: replace };
      // However it ends but well, it can be run again for a day.
      if (dropped) drops.keep(file);
      const result = await places.upload(where, what, task);
      if (dropped) drops.remove(file);
      return result;
    },
  });
  define<DownloadInput>({
    ...{ kind: kinds.download, permission, input: downloadInput },
    run: ({ path: at, file, as, ...where }, task) => {
      if (as === 'tar') return saveTar(places, { where, from: readPath(at), file }, task);
      if (as === 'folder') return saveInto(places, { where, from: readPath(at), into: file }, task);
      return places.withSource(where, readPath(at), task.signal, (source) => download(source, file, task));
    },
    interrupted({ file, as }) {
      // A tar begins anew, and the beginning of one would be in its way. That of a file is gone on with.
      if (as === 'tar') rmSync(partOf(file), { force: true });
    },
  });
  define<RemoveInput>({
    ...{ kind: kinds.remove, permission, input: removeInput },
    async run({ paths, ...where }, task) {
      task.stage('Deleting', 0, 1);
      const result = await places.remove(where, paths.map(readPath), task);
      task.log(`${result.removed} deleted in all.`);
      return result;
    },
  });
}

async function saveTar(
  places: FilePlaces,
  { where, from, file }: { where: PlaceId; from: Buffer; file: string },
  task: TaskContext,
): Promise<{ sizeBytes: number }> {
  await needFolder(places, where, from, task.signal);
  task.stage('Receiving', 0, 1);
  task.progress(null);
  // What is in its way is told before the host is asked for all of it.
  return writeWhole(file, task.signal, async (target) => {
    let sizeBytes = 0;
    const write = async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) {
        await target.writeFile(piece);
        sizeBytes += piece.length;
      }
    };
    await pipeline(await places.openTar(where, from), write, { signal: task.signal });
    return { sizeBytes };
  });
}

interface Into {
  where: PlaceId;
  from: Buffer;
  /** A folder of this machine. */
  into: string;
}

/** A file, or a folder with what is in it, beside what is in the chosen folder already. */
async function saveInto(places: FilePlaces, { where, from, into }: Into, task: TaskContext) {
  const attributes = await places.quick(where, (files) => files.lstat(from), task.signal);
  if (kindOf(attributes) === 'folder') return saveFolder(places, { where, from, into }, task);
  const name = localName(nameOf(from));
  if (kindOf(attributes) !== 'file' || name === null)
    throw invalid(`"${showName(nameOf(from))}" is no file and no folder.`, 'Choose what it leads to.');
  const file = path.join(into, name);
  if (existsSync(file))
    throw conflict(`Something is in the way: ${file}`, 'Move it elsewhere, or choose another folder.');
  return places.withSource(where, from, task.signal, (source) => download(source, file, task));
}

async function saveFolder(places: FilePlaces, { where, from, into }: Into, task: TaskContext) {
  task.stage('Counting', 0, 2);
  const counted = async (files: FilePlace) => (files.limited ? null : files.count([from]));
  const count = await places.quick(where, counted, task.signal);
  task.stage('Receiving', 1, 2);
  const totalBytes = count && !count.cut ? count.bytes : null;
  const items = places.tree(where, from, task.signal);
  const name = from.length === 1 ? Buffer.from('root') : nameOf(from);
  const result = await unpackTree(items, { into, name, totalBytes }, task);
  task.log(`${result.files} files in ${result.folders} folders, in ${path.resolve(into)}`);
  return result;
}

async function needFolder(
  places: FilePlaces,
  where: PlaceId,
  from: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const attributes = await places.quick(where, (files) => files.lstat(from), signal);
  if (kindOf(attributes) !== 'folder') throw invalid('This is no folder.', 'Download it as a file.');
}
