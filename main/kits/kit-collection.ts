import path from 'node:path';
import { setImmediate as yieldNow } from 'node:timers/promises';
import { AppError } from '../errors';
import type { TreeEntry } from '../files/tree';
import type { ProjectFile } from '../provisioning/project-file';
import type { Unsealer } from '../vault/service';
import { type KitFacts, readFacts } from './kit-facts';
import type { KitType } from './kit-files';
import { inspectKit, type KitInspection, readKit } from './kit-inventory';
import { type FreshKits, openFresh } from './kit-store';
import type { kitRows } from './tables';

/** A kit that a run made, ready to be stored; its id and run come with storing. */
export type KitRecord = Omit<typeof kitRows.$inferInsert, 'id' | 'runId'> & { facts: KitFacts };

/**
 * Reads and checks every kit that NVFlare made.
 * @throws AppError UNAVAILABLE when a participant has no kit or a kit fails a check: NVFlare ends with exit
 * code 0 in many cases in which its kits are of no use.
 */
export async function collectKits(
  { directory, entries }: FreshKits,
  project: ProjectFile,
  signal: AbortSignal,
  unsealer: Unsealer,
): Promise<KitRecord[]> {
  const folders = groupByFolder(entries);
  const declared = new Map(project.participants.map((participant) => [participant.name, participant]));
  const missing = project.edge ? [] : findMissing(folders, project);
  const complaints = missing.map((name) => `${name}: NVFlare made no kit for it.`);
  const kits: KitRecord[] = [];
  for (const [participant, found] of folders) {
    const kitDirectory = path.join(directory, participant);
    if (!found.some((entry) => entry.path === 'startup')) continue;
    const look = await readKit(openFresh(kitDirectory, unsealer, found));
    if (look.locked) throw look.locked;
    const type = toKitType(declared.get(participant)?.type) ?? look.type;
    if (!type) continue;
    const about = { participant, type, declared: declared.get(participant) ?? null, now: Date.now() };
    const inspection = inspectKit(look, about);
    complaints.push(...complaintsOf(participant, inspection));
    if (inspection.own)
      kits.push({
        ...toRecord(participant, inspection),
        facts: readFacts(kitDirectory, look, inspection.type),
      });
    await yieldNow();
    signal.throwIfAborted();
  }
  if (complaints.length > 0 || kits.length === 0) throw unusable(complaints);
  return kits;
}

/** What is in each directory, with paths below it, by its name. */
function groupByFolder(entries: TreeEntry[]): Map<string, TreeEntry[]> {
  const folders = new Map<string, TreeEntry[]>();
  for (const entry of entries) {
    const end = entry.path.indexOf('/');
    if (end >= 0) folders.get(entry.path.slice(0, end))?.push({ ...entry, path: entry.path.slice(end + 1) });
    else if (entry.kind === 'directory') folders.set(entry.path, []);
  }
  return folders;
}

/** Server names are cut at 64 characters by NVFlare. */
const findMissing = (folders: ReadonlyMap<string, unknown>, project: ProjectFile): string[] =>
  project.participants
    .filter(({ type }) => toKitType(type) !== null)
    .map(({ name }) => name)
    .filter((name) => !folders.has(name.slice(0, 64)));

const complaintsOf = (participant: string, { checks }: KitInspection): string[] =>
  checks.filter(({ state }) => state === 'failed').map(({ message }) => `${participant}: ${message}`);

const shownComplaints = 20;

function unusable(complaints: string[]): AppError {
  const count = complaints.length;
  return new AppError('UNAVAILABLE', 'NVFlare ended well, but its kits cannot be used.', {
    hint: 'Nothing was kept, and kits that are out are not affected. Correct what is listed, then provision again.',
    details: [
      ...complaints.slice(0, shownComplaints),
      ...(count > shownComplaints ? [`and ${count - shownComplaints} more`] : []),
      ...(count === 0 ? ['There is no kit at all.'] : []),
    ].join('\n'),
  });
}

const toKitType = (type: string | undefined): KitType | null =>
  type === 'server' || type === 'client' || type === 'relay' || type === 'admin' ? type : null;

function toRecord(participant: string, { own, type, files, state }: KitInspection): Omit<KitRecord, 'facts'> {
  return {
    participant,
    type,
    org: own?.org ?? '',
    role: own?.role ?? null,
    fingerprint256: own?.x509.fingerprint256 ?? '',
    notBefore: own?.notBefore ?? 0,
    notAfter: own?.notAfter ?? 0,
    state,
    fileCount: files.length,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}
