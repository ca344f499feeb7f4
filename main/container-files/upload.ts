import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { AppError, conflict } from '../errors';
import { withPathProblems } from '../files/path-problem';
import { listTree } from '../files/tree';
import { kindOf } from '../file-places/file-kind';
import type { FileAttributes, FilePlace, Upload } from '../file-places/file-place';
import { childOf } from '../file-places/remote-path';
import type { TaskContext } from '../tasks/service';
import { assertArrived, command, exists } from './command-place';
import type { ContainerState } from './container-state';
import { putEntries, type PutEntry } from './put-entries';
import { toTheEnd } from './exec';
import { commandSource } from './sources';

interface Uploading {
  files: FilePlace;
  what: Upload;
  task: TaskContext;
}

/**
 * Puts a file or a folder into a container. Where it has the programs it is hidden until it is whole and the same;
 * elsewhere an engine can only put it in its place at once. What is cancelled leaves nothing where that can be seen to.
 */
export async function uploadInto(
  state: ContainerState,
  { files, what, task }: Uploading,
): Promise<{ sizeBytes: number; files: number }> {
  const target = childOf(what.folder, what.name);
  const there = await find(files, target);
  const local = await withPathProblems(async () => statSync(what.file));
  assertFree(there, { folder: local.isDirectory(), mayReplace: what.mayReplace });
  const folder = await files.lstat(await files.realPath(what.folder));
  const hidden = Buffer.from(
    `.fedwright-${createHash('sha256').update(what.name).digest('hex').slice(0, 16)}.part`,
  );
  const name = files.limited ? what.name : hidden;
  const sent = collect(what.file, { name, there, owner: folder, mode: what.mode });
  task.stage('Sending', 0, 2);
  try {
    await putEntries(state, what.folder, sent.entries(task), task.signal);
    task.stage('Comparing', 1, 2);
    if (files.limited) await compareSize(files, target, sent);
    else await moveIn(state, { from: childOf(what.folder, hidden), to: target, what, sent, files, task });
  } catch (error) {
    const clear = { before: ['rm', '-rf'], paths: [childOf(what.folder, hidden)] };
    if (!files.limited) await command(toTheEnd(state), clear).catch(() => undefined);
    else if (task.signal.aborted) task.log('What is there under this name may be a part of it.');
    throw error;
  }
  return { sizeBytes: sent.bytes, files: sent.files };
}

async function find(files: FilePlace, at: Buffer): Promise<FileAttributes | null> {
  try {
    return await files.lstat(at);
  } catch (error) {
    if (error instanceof AppError && error.data.reason === 'gone') return null;
    throw error;
  }
}

function assertFree(
  there: FileAttributes | null,
  { folder, mayReplace }: { folder: boolean; mayReplace: boolean },
): void {
  if (!there) return;
  if (folder) throw conflict('Something of this name is there already.', 'Rename one of them.');
  if (kindOf(there) !== 'file')
    throw conflict('Something that is no file has this name.', 'Rename one of them.');
  if (!mayReplace)
    throw conflict('A file of this name is there already.', 'Replace it, or rename one of them.');
}

type Sent = ReturnType<typeof collect>;

/** What is sent, with the owner of the folder that it is put in, as a program there would own it. */
function collect(
  file: string,
  parts: { name: Buffer; there: FileAttributes | null; owner: FileAttributes; mode: number | undefined },
) {
  const { name, there, owner } = parts;
  const stat = statSync(file);
  const own = { uid: there?.uid ?? owner.uid, gid: there?.gid ?? owner.gid };
  const at = (size: number, mode: number, modified: Date): FileAttributes => ({
    ...{ ...own, size, mode, mtime: Math.floor(modified.getTime() / 1000) },
  });
  const whole = createHash('sha256');
  if (!stat.isDirectory()) {
    const mode = 0o100000 | ((there?.mode ?? parts.mode ?? 0o644) & 0o7777);
    const attributes = at(stat.size, mode, stat.mtime);
    return {
      ...{ files: 1, bytes: stat.size, whole },
      entries: (task: TaskContext): PutEntry[] => [
        {
          name,
          attributes,
          content: readFile(file, { size: stat.size, task, total: stat.size, before: 0, hash: whole }),
        },
      ],
    };
  }
  const all = listTree(file).filter(({ kind }) => kind !== 'other');
  const bytes = all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  function* entries(task: TaskContext): Generator<PutEntry> {
    yield { name, attributes: at(0, 0o040755, stat.mtime), content: null };
    let before = 0;
    for (const each of all) {
      const isFolder = each.kind === 'directory';
      const mode = isFolder ? 0o040755 : 0o100000 | (each.mode & 0o100 ? 0o755 : 0o644);
      const inner = path.join(file, each.path);
      const content = isFolder ? null : readFile(inner, { size: each.sizeBytes, task, total: bytes, before });
      yield {
        name: Buffer.concat([name, Buffer.from(`/${each.path}`)]),
        ...{ attributes: at(each.sizeBytes, mode, each.modifiedAt), content },
      };
      before += each.sizeBytes;
    }
  }
  return { files: all.filter(({ kind }) => kind === 'file').length, bytes, whole: null, entries };
}

/** Exactly as many bytes as were told of. */
async function* readFile(
  file: string,
  parts: {
    size: number;
    task: TaskContext;
    total: number;
    before: number;
    hash?: ReturnType<typeof createHash>;
  },
): AsyncGenerator<Buffer> {
  if (parts.size === 0) return;
  let done = 0;
  const stream = createReadStream(file, { end: parts.size - 1, highWaterMark: 256 * 1024 });
  for await (const piece of stream as AsyncIterable<Buffer>) {
    parts.task.signal.throwIfAborted();
    parts.hash?.update(piece);
    done += piece.length;
    parts.task.progress((parts.before + done) / parts.total);
    yield piece;
  }
  if (done !== parts.size) throw conflict('The file became shorter while it was sent.', 'Send it again.');
}

const damaged = () =>
  new AppError('UNAVAILABLE', 'What arrived is not what was sent.', {
    hint: 'Check the disk of the engine, then send it again.',
    reason: 'damaged',
  });

async function compareSize(files: FilePlace, target: Buffer, sent: Sent): Promise<void> {
  const { size } = await files.lstat(target);
  if (sent.whole && size !== sent.bytes) throw damaged();
}

async function moveIn(
  state: ContainerState,
  parts: { from: Buffer; to: Buffer; what: Upload; sent: Sent; files: FilePlace; task: TaskContext },
): Promise<void> {
  const { from, to, what, sent, files, task } = parts;
  await assertArrived(state, from);
  if (sent.whole) {
    const source = await commandSource(state, from, task.signal);
    const theirs = await source.hash(source.size);
    task.signal.throwIfAborted();
    if (source.size !== sent.bytes) throw damaged();
    if (theirs !== null && theirs !== sent.whole.digest('hex')) throw damaged();
  } else {
    const count = await files.count([from]);
    if (!count.cut && (count.bytes !== sent.bytes || count.files !== sent.files)) throw damaged();
  }
  const move = what.mayReplace && sent.whole ? ['mv', '-f'] : ['mv', '-n'];
  // Once it has its name it is there, and nobody is told that it is not.
  const here = toTheEnd(state);
  const moved = await command(here, { before: move, paths: [from, to] });
  if (moved.code !== 0 || (await exists(here, from)))
    throw conflict('Something took the name meanwhile.', 'Look at the folder again, then send it once more.');
}
