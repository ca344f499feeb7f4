import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as yieldNow } from 'node:timers/promises';
import { listTree } from '../files/tree';
import type { Layout } from '../provisioning/layout';
import { isSealed } from './seal';
import { isSealingPart, readSealHeader } from './seal-files';

/**
 * Files that hold private keys in clear: of projects, and of distributed provisioning. With `tidy`, what a crash
 * left of sealing is removed on the way.
 */
export async function findClear(
  { layout, isSecret }: { layout: Layout; isSecret: (file: string) => boolean },
  { tidy, signal }: { tidy: boolean; signal?: AbortSignal },
): Promise<string[]> {
  const clearFiles = (root: string, wanted: (file: string) => boolean) => {
    if (tidy) removeParts(root);
    return filesInClear(root, wanted);
  };
  const found: string[] = [];
  for (const projectId of namesIn(layout.projects))
    for (const runId of namesIn(layout.runsOf(projectId))) {
      const { state, kits } = layout.run(projectId, runId);
      found.push(...clearFiles(state, () => true));
      for (const kit of namesIn(kits)) {
        signal?.throwIfAborted();
        found.push(...clearFiles(path.join(kits, kit), isSecret));
        await yieldNow();
      }
    }
  for (const kind of namesIn(layout.distributed))
    for (const id of namesIn(path.join(layout.distributed, kind))) {
      signal?.throwIfAborted();
      found.push(...clearFiles(path.join(layout.distributed, kind, id), isSecret));
      await yieldNow();
    }
  return found;
}

function removeParts(root: string): void {
  for (const entry of filesOf(root))
    if (isSealingPart(entry.path)) rmSync(path.join(root, entry.path), { force: true });
}

const filesOf = (root: string) =>
  existsSync(root) ? listTree(root).filter((entry) => entry.kind === 'file') : [];

function filesInClear(root: string, wanted: (file: string) => boolean): string[] {
  return filesOf(root)
    .filter((entry) => !isSealingPart(entry.path) && wanted(entry.path))
    .map((entry) => path.join(root, entry.path))
    .filter((file) => !isSealed(readSealHeader(file)));
}

const namesIn = (directory: string): string[] =>
  statSync(directory, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(directory) : [];
