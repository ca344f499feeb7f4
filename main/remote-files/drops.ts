import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { invalid, notFound } from '../errors';
import { withPathProblems } from '../files/path-problem';

/** A dropped file whose upload nobody has run again by then is not kept longer. */
const keptMs = 24 * 60 * 60_000;

interface Drop {
  file: string;
  name: string;
  sizeBytes: number;
  received: number;
}

export type Drops = ReturnType<typeof createDrops>;

/** Files that were dropped on a page, which sends their bytes piece by piece. */
export function createDrops(folder: string) {
  const drops = new Map<string, Drop>();
  sweep(folder);

  function need(dropId: string): Drop {
    const drop = drops.get(dropId);
    if (!drop) throw notFound('This dropped file');
    return drop;
  }

  return {
    async begin({ name, sizeBytes }: { name: string; sizeBytes: number }): Promise<{ dropId: string }> {
      const dropId = randomUUID();
      const file = path.join(folder, dropId);
      await withPathProblems(async () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        await (await open(file, 'wx', 0o600)).close();
      });
      drops.set(dropId, { file, name, sizeBytes, received: 0 });
      return { dropId };
    },
    /** Pieces come in their order. @throws AppError INVALID for any other, or for more than was said. */
    async add(dropId: string, offset: number, content: Buffer): Promise<{ nextOffset: number }> {
      const drop = need(dropId);
      if (offset !== drop.received || offset + content.length > drop.sizeBytes)
        throw invalid('This is not the next piece of the file.', 'Drop the file again.');
      drop.received += content.length;
      await withPathProblems(async () => {
        const handle = await open(drop.file, 'a');
        try {
          await handle.write(content);
        } finally {
          await handle.close();
        }
      });
      return { nextOffset: drop.received };
    },
    cancel(dropId: string): { dropId: string } {
      const drop = need(dropId);
      drops.delete(dropId);
      rmSync(drop.file, { force: true });
      return { dropId };
    },
    /** The whole file, for the upload to take and remove. @throws AppError INVALID when some is missing */
    finish(dropId: string): { file: string; name: string } {
      const drop = need(dropId);
      if (drop.received !== drop.sizeBytes)
        throw invalid('The file has not come as a whole.', 'Drop it again.');
      drops.delete(dropId);
      return drop;
    },
  };
}

function sweep(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      if (Date.now() - statSync(file).mtimeMs > keptMs) rmSync(file, { force: true });
    }
  } catch {
    // There is none yet, or another process sweeps it too.
  }
}
