import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Downloads } from './downloads';
import { AppError, conflict } from '../errors';
import type { Log } from '../logs/log';

/** How long one stays: long enough for a slow drop, short enough for a private key in plain. */
export const lifetimeMs = 10 * 60_000;
/** A stage with less time left is not given out again, as the drag may still take a while. */
const freshMs = 5 * 60_000;

export type DragStages = ReturnType<typeof createDragStages>;

export interface Stage {
  stageId: string;
  /** What it is of. */
  of: string;
  file: string;
  fileName: string;
  url: string;
  expiresAt: number;
}

/**
 * Files that are ready to be dragged out, such as zips of kits: a drag needs a file that exists before it begins.
 * Each is in a directory of its own, so that it has its real name, and goes after ten minutes or with the app.
 */
export function createDragStages({ folder, downloads }: { folder: string; downloads: Downloads }) {
  const stages = new Map<string, Stage & { timer: NodeJS.Timeout; ticket: string }>();
  // What is being written has keys in it as well, and must not outlive the app.
  const making = new Set<string>();
  let ended = false;

  function remove(stageId: string): void {
    const stage = stages.get(stageId);
    if (!stage) return;
    clearTimeout(stage.timer);
    stages.delete(stageId);
    downloads.revoke(stage.ticket);
    rmSync(path.dirname(stage.file), { recursive: true, force: true });
  }

  function findFresh(of: string): Stage | undefined {
    const fresh = (stage: Stage) => stage.expiresAt - Date.now() > freshMs && existsSync(stage.file);
    return [...stages.values()].find((stage) => stage.of === of && fresh(stage));
  }

  return {
    /**
     * A staged file of this thing, such as a kit by its id: the one there is, or one that `write` makes.
     * `taken` is called when somebody fetches it by its link.
     */
    async stage(
      of: string,
      fileName: string,
      write: (file: string) => Promise<number>,
      taken: () => void = () => undefined,
    ): Promise<Stage> {
      const fresh = findFresh(of);
      if (fresh) return fresh;
      const stageId = randomUUID();
      const file = path.join(folder, stageId, fileName);
      const directory = path.dirname(file);
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      making.add(directory);
      try {
        await write(file);
        if (ended) throw conflict('Fedwright is ending.', 'Start it again, then drag.');
      } catch (error) {
        rmSync(directory, { recursive: true, force: true });
        throw error;
      } finally {
        making.delete(directory);
      }
      const { url, ticket } = downloads.offer({ ...offerFile(file, fileName), taken });
      const timer = setTimeout(() => remove(stageId), lifetimeMs);
      timer.unref();
      const stage = {
        stageId,
        of,
        file,
        fileName,
        url,
        ticket,
        timer,
        expiresAt: Date.now() + lifetimeMs,
      };
      stages.set(stageId, stage);
      return stage;
    },
    /** @throws AppError NOT_FOUND when the stage is gone, or of something else. */
    need(stageId: string, isOf: string | ((of: string) => boolean)): Stage {
      const stage = stages.get(stageId);
      const fits = stage && (typeof isOf === 'string' ? stage.of === isOf : isOf(stage.of));
      if (fits && existsSync(stage.file)) return stage;
      throw new AppError('NOT_FOUND', 'The file for this drag is no longer there.', {
        hint: 'It is kept for ten minutes only. Drag it again.',
      });
    },
    dispose(): void {
      ended = true;
      for (const stageId of [...stages.keys()]) remove(stageId);
      for (const directory of making) rmSync(directory, { recursive: true, force: true });
    },
  };
}

const offerFile = (file: string, fileName: string) => ({
  fileName,
  contentType: 'application/zip',
  expiresMs: lifetimeMs,
  once: false,
  open: async () => ({ stream: createReadStream(file), sizeBytes: statSync(file).size }),
});

/** Removes what a crash left. By age: another process on the same data directory may have fresh ones. */
export function sweepOld(folder: string, log: Log, olderMs = lifetimeMs): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const entry = path.join(folder, name);
    try {
      if (Date.now() - statSync(entry).mtimeMs > olderMs) rmSync(entry, { recursive: true, force: true });
    } catch (error) {
      log.warn({ err: error }, 'an old staged file could not be removed');
    }
  }
}
