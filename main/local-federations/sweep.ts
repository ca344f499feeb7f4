import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../logs/log';
import { dropKeys, type IsSecret } from './federation';
import { endProcessesOf } from './processes';

/**
 * Removes what a crash left of federations: their keys at once, then whatever still runs from their directories,
 * then the directories. Called when no other process has the data directory open.
 */
export async function sweepFederations(root: string, isSecret: IsSecret, log: Log): Promise<void> {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    const directory = path.join(root, name);
    try {
      dropKeys(directory, isSecret);
      await endProcessesOf(directory);
      rmSync(directory, { recursive: true, force: true });
    } catch (error) {
      log.warn({ err: error, directory }, 'a local federation of before could not be removed');
    }
  }
}
