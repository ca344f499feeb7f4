import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { droppedBytes } from '../../preload/contract/file-calls';
import { invalid, notFound } from '../errors';
import { withPathProblems } from '../files/path-problem';
import { readName } from '../file-places/remote-path';

/** What was dropped and whose upload nobody has run again by then is not kept longer. */
const keptMs = 24 * 60 * 60_000;

interface DroppedFile {
  file: string;
  sizeBytes: number;
  received: number;
}

interface Drop {
  /** Its own, with nothing in it but what was dropped. */
  folder: string;
  name: string;
  files: DroppedFile[];
}

interface Announced {
  name: string;
  files: { parts: string[]; sizeBytes: number }[];
  folders: string[][];
}

export type Drops = ReturnType<typeof createDrops>;

/** Files and folders that were dropped on a page, which sends their bytes piece by piece. */
export function createDrops(folder: string) {
  const drops = new Map<string, Drop>();
  sweep(folder);

  function need(dropId: string): Drop {
    const drop = drops.get(dropId);
    if (!drop) throw notFound('This dropped file');
    return drop;
  }

  return {
    /** @throws AppError INVALID for names that are none, twice the same, or more than may be dropped. */
    async begin(announced: Announced): Promise<{ dropId: string }> {
      // A window that stays open for weeks begins none of its own time.
      sweep(folder);
      const dropId = randomUUID();
      const drop = plan(path.join(folder, dropId), announced);
      await withPathProblems(async () => {
        try {
          await prepare(drop, announced.folders);
        } catch (error) {
          rmSync(drop.folder, { recursive: true, force: true });
          throw error;
        }
      });
      drops.set(dropId, drop);
      return { dropId };
    },
    /** Pieces come in their order. @throws AppError INVALID for any other, or for more than was said. */
    async add(
      dropId: string,
      { file: index, offset }: { file: number; offset: number },
      content: Buffer,
    ): Promise<{ nextOffset: number }> {
      const drop = need(dropId).files[index];
      if (!drop || offset !== drop.received || offset + content.length > drop.sizeBytes)
        throw invalid('This is not the next piece of the file.', 'Drop the file again.');
      drop.received += content.length;
      await withPathProblems(async () => {
        const handle = await open(drop.file, 'a');
        try {
          await handle.writeFile(content);
        } finally {
          await handle.close();
        }
      });
      return { nextOffset: drop.received };
    },
    cancel(dropId: string): { dropId: string } {
      const drop = need(dropId);
      drops.delete(dropId);
      rmSync(drop.folder, { recursive: true, force: true });
      return { dropId };
    },
    /** All of it, for the upload to take and remove. @throws AppError INVALID when some is missing */
    finish(dropId: string): { file: string; name: string } {
      const { folder: own, name, files } = need(dropId);
      if (files.some(({ received, sizeBytes }) => received !== sizeBytes))
        throw invalid('The file has not come as a whole.', 'Drop it again.');
      drops.delete(dropId);
      return { file: path.join(own, 'it'), name };
    },
    /** What `finish` gave is in use: it is kept for another day. */
    keep(file: string): void {
      const own = path.dirname(file);
      if (existsSync(own)) utimesSync(own, new Date(), new Date());
    },
    /** What `finish` gave is of no use any more. */
    remove: (file: string): void => rmSync(path.dirname(file), { recursive: true, force: true }),
  };
}

/** What was dropped is called `it`: its own name may be one that this machine cannot have. */
function plan(folder: string, { name, files }: Announced): Drop {
  const sum = files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
  if (sum > droppedBytes) throw invalid('This is more than can be dropped.', 'Choose it from the disk.');
  readName(name);
  const planned = files.map(({ parts, sizeBytes }) => ({
    ...{ file: placeOf(folder, parts), sizeBytes },
    received: 0,
  }));
  return { folder, name, files: planned };
}

function placeOf(folder: string, parts: string[]): string {
  for (const part of parts) {
    readName(part);
    if (part !== path.basename(part)) throw invalid(`"${part}" is no name here.`, 'Rename it, then drop it.');
  }
  return path.join(folder, 'it', ...parts);
}

async function prepare({ folder, files }: Drop, folders: string[][]): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const parts of folders) mkdirSync(placeOf(folder, parts), { recursive: true, mode: 0o700 });
  if (files.length === 0 && folders.length === 0) mkdirSync(path.join(folder, 'it'), { mode: 0o700 });
  for (const { file } of files) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    await (await open(file, 'wx', 0o600)).close();
  }
}

function sweep(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const entry = path.join(folder, name);
      if (Date.now() - statSync(entry).mtimeMs > keptMs) rmSync(entry, { recursive: true, force: true });
    }
  } catch {
    // There is none yet, or another process sweeps it too.
  }
}
