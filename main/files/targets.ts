import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { and, eq, lt } from 'drizzle-orm';
import type { Store } from '../db/open';
import type { Log } from '../logs/log';
import { targetRows } from './tables';

/** What the writers of this app call a thing that is not whole yet: `.<name>.<uuid>.part`, `.fedwright-<uuid>.part`. */
const partPattern = /^\.(?:fedwright-|.+\.)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** Clocks of file systems, network shares above all, may be behind. */
const slackMs = 120_000;

/**
 * Remembers the folders of a person's own that something is written into. A crash in the middle leaves a part there,
 * which may hold keys; the next start knows where to look for it.
 */
export function createTargets({ db, durably }: Pick<Store, 'db' | 'durably'>, log: Log) {
  const instanceId = randomUUID();
  const noted = new Set<string>();

  function removeParts(folder: string, since: number): void {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      // What is older is of another installation, or of one that was restored since.
      if (!partPattern.test(name) || lstatSync(file).mtimeMs < since - slackMs) continue;
      rmSync(file, { recursive: true, force: true });
      log.warn({ file }, 'what an export had not finished was removed');
    }
  }

  return {
    /** On the disk when it returns, and so before anything is written there. */
    note(folder: string): void {
      if (noted.has(folder)) return;
      const row = { folder, instanceId, at: Date.now() };
      durably(() => db.insert(targetRows).values(row).onConflictDoNothing().run());
      noted.add(folder);
    },
    /** Removes what processes that have died left in such folders. Only when no other process is at work. */
    sweep(): void {
      for (const { folder, at, instanceId: of } of db.select().from(targetRows).all()) {
        if (of === instanceId) continue;
        try {
          removeParts(folder, at);
        } catch (error) {
          // Unplugged, or taken away: it is looked for again, for as long as somebody may bring it back.
          log.warn({ err: error, folder }, 'a folder that was written into cannot be looked at');
          continue;
        }
        db.delete(targetRows)
          .where(and(eq(targetRows.folder, folder), eq(targetRows.instanceId, of)))
          .run();
      }
      db.delete(targetRows)
        .where(lt(targetRows.at, Date.now() - forgetMs))
        .run();
    },
    /** At the end of the process, when everything that it wrote is whole or gone. */
    forget(): void {
      if (noted.size > 0) db.delete(targetRows).where(eq(targetRows.instanceId, instanceId)).run();
      noted.clear();
    },
  };
}

const forgetMs = 90 * 86_400_000;
