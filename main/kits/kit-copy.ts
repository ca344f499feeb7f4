import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { conflict, invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import { writePrivate } from '../vault/seal-files';
import type { Watched } from './export-work';
import { conventionalMode } from './kit-files';
import type { KitFolder } from './kit-store';

export interface CopyKit {
  participant: string;
  files: KitFolder;
}

/**
 * Copies kits as folders named after their participants below a target. Each appears only when it is whole,
 * and a failure takes away all that this call has made.
 * @returns the folder of each, in the order given.
 * @throws AppError CONFLICT when a folder of that name is there, STORAGE when they cannot be written there;
 * the signal's reason when it aborts.
 */
export function copyKits(target: string, kits: CopyKit[], watched: Watched = {}): Promise<string[]> {
  return withPathProblems(() => copyAll(target, kits, watched));
}

async function copyAll(target: string, kits: CopyKit[], watched: Watched): Promise<string[]> {
  const places = kits.map(({ participant }) => path.join(target, assertName(participant)));
  assertDistinct(kits);
  for (const place of places) assertFree(place);
  const made: string[] = [];
  const part = path.join(target, `.fedwright-${randomUUID()}.part`);
  mkdirSync(part, { recursive: true, mode: 0o700 });
  try {
    for (const [index, { participant, files }] of kits.entries()) {
      watched.signal?.throwIfAborted();
      await copyKit(files, path.join(part, participant));
      watched.onProgress?.((index + 1) / kits.length);
    }
    for (const [index, { participant }] of kits.entries()) {
      const place = places[index] ?? '';
      renameSync(path.join(part, participant), place);
      made.push(place);
    }
    return places;
  } catch (error) {
    for (const place of made) rmSync(place, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Names come from NVFlare, which checks them; a copy must stay inside of its target whatever they are. */
function assertName(participant: string): string {
  const plain = participant !== '' && participant !== '.' && participant !== '..';
  if (plain && !/[/\\\0]/.test(participant)) return participant;
  throw invalid(
    `"${participant}" cannot be the name of a folder.`,
    'Rename the participant and provision again.',
  );
}

function assertDistinct(kits: CopyKit[]): void {
  const seen = new Set<string>();
  for (const { participant } of kits) {
    const name = participant.toLowerCase();
    if (seen.has(name))
      throw conflict(
        `Two of the kits are named "${participant}".`,
        'Export kits of one run at a time, each to a folder of its own.',
      );
    seen.add(name);
  }
}

function assertFree(place: string): void {
  if (!existsSync(place)) return;
  throw conflict(
    `"${path.basename(place)}" is there already: ${place}`,
    'Choose another folder, or move what is there away. Nothing was copied.',
  );
}

async function copyKit({ entries, read }: KitFolder, to: string): Promise<void> {
  mkdirSync(to, { mode: 0o700 });
  for (const entry of entries) {
    const place = path.join(to, entry.path);
    if (entry.kind === 'directory') mkdirSync(place, { mode: 0o700 });
    if (entry.kind !== 'file') continue;
    await writePrivate(place, await read(entry.path), conventionalMode(entry));
  }
}
