import { renameSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { conflict } from '../errors';
import { toPathProblem } from './path-problem';

export const partOf = (file: string): string => `${file}.part`;

/**
 * Writes a file that is there only when it is whole: until then it is in one beside that ends in `.part`, which no
 * failure leaves. @throws AppError CONFLICT when something is in its way; whatever `work` throws
 */
export async function writeWhole<T>(
  file: string,
  signal: AbortSignal,
  work: (target: FileHandle) => Promise<T>,
): Promise<T> {
  const part = partOf(file);
  const target = await openNew(part);
  try {
    const result = await work(target);
    await target.sync();
    signal.throwIfAborted();
    await target.close();
    renameSync(part, file);
    return result;
  } catch (error) {
    await target.close().catch(() => undefined);
    rmSync(part, { force: true });
    throw toPathProblem(error) ?? error;
  }
}

async function openNew(part: string): Promise<FileHandle> {
  try {
    return await open(part, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw conflict(`Something is in the way: ${part}`, 'Move it elsewhere, or choose another name.');
    throw toPathProblem(error) ?? error;
  }
}
