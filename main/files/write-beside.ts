import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { withPathProblems } from './path-problem';

/**
 * Writes a file for its owner only. It appears under its name when it is whole: written beside, synced, renamed, so
 * that one it replaces is whole at every moment. A failure leaves nothing; what a crash leaves is found by its name.
 * @returns its size in bytes
 * @throws AppError STORAGE when it cannot be written there; whatever `write` throws
 */
export function writeBeside(target: string, write: (file: FileHandle) => Promise<unknown>): Promise<number> {
  return withPathProblems(async () => {
    const part = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.part`);
    const file = await open(part, 'wx', 0o600);
    try {
      try {
        await write(file);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, target);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return (await stat(target)).size;
  });
}
