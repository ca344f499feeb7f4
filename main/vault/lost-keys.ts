import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as yieldNow } from 'node:timers/promises';
import { listTree } from '../files/tree';
import type { Layout } from '../provisioning/layout';
import type { Keyring } from './keyring';
import { isSealed, keyIdOf } from './seal';
import { isSealingPart, readSealHeader } from './seal-files';

/**
 * How many CAs, and keys of distributed provisioning, are sealed with keys that the keychain does not have. A key
 * that was made since hides them from whoever looks at the newest key only. Kits are not counted: a run makes them
 * anew, as long as its CA can be opened.
 * @throws AppError UNAVAILABLE when the keychain is locked.
 */
export async function countLost(layout: Layout, keyring: Pick<Keyring, 'read'>): Promise<number> {
  const sealedWith = new Map<string, number>();
  for (const file of await filesAtRest(layout)) {
    const header = readSealHeader(file);
    if (!isSealed(header)) continue;
    const id = keyIdOf(header);
    sealedWith.set(id, (sealedWith.get(id) ?? 0) + 1);
  }
  let lost = 0;
  for (const [id, files] of sealedWith) if ((await keyring.read(id)) === null) lost += files;
  return lost;
}

async function filesAtRest(layout: Layout): Promise<string[]> {
  const found: string[] = [];
  for (const projectId of namesIn(layout.projects)) {
    for (const runId of namesIn(layout.runsOf(projectId)))
      found.push(...filesBelow(layout.run(projectId, runId).state));
    await yieldNow();
  }
  for (const kind of namesIn(layout.distributed))
    for (const id of namesIn(path.join(layout.distributed, kind)))
      found.push(...filesBelow(path.join(layout.distributed, kind, id)));
  return found;
}

const isFolder = (directory: string): boolean =>
  statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;

const namesIn = (directory: string): string[] => (isFolder(directory) ? readdirSync(directory) : []);

const filesBelow = (root: string): string[] =>
  isFolder(root)
    ? listTree(root)
        .filter((entry) => entry.kind === 'file' && !isSealingPart(entry.path))
        .map((entry) => path.join(root, entry.path))
    : [];
