import type { LocalEdit } from '../../preload/contract/deployments';
import { AppError, conflict } from '../errors';
import type { TaskContext } from '../tasks/service';
import { type HostKit, type HostScripts, readHashes, type Report } from './host-scripts';
import { type KitContent, manifestOf } from './kit-content';
import { findEdits } from './local-edits';
import { throughLosses } from './losses';

/** Sends bytes of memory to files of a host, over one session. */
export type SendFiles = <T>(
  hostId: string,
  signal: AbortSignal,
  work: (
    put: (
      file: { path: string; content: Buffer; mode: number; begun: string | null },
      onBytes: (bytes: number) => void,
    ) => Promise<void>,
  ) => Promise<T>,
) => Promise<T>;

/** What a look at a folder shows, before anything is changed there. */
export interface HostLook {
  /** Absolute. */
  directory: string;
  there: 'nothing' | 'kit' | 'other';
  running: boolean;
  /** `kitId run at`, as it was written when the kit came; null for one that came by other ways. */
  deployed: string | null;
  edits(next: KitContent): LocalEdit[];
  data: string[];
  freeBytes: number | null;
  notes: string[];
}

/** @throws AppError where the folder cannot be used, or the host cannot be asked. */
export async function lookAt(scripts: HostScripts, kit: HostKit, signal?: AbortSignal): Promise<HostLook> {
  const report = await scripts.run('look', kit, [], { signal });
  const free = report.one('free');
  const there = report.one('there');
  return {
    directory: report.one('dir') ?? kit.directory,
    there: there === 'kit' ? 'kit' : there === 'other' ? 'other' : 'nothing',
    running: report.one('running') === 'yes',
    deployed: report.one('deployed'),
    edits: (next) => editsOf(report, next),
    data: report.all('data'),
    freeBytes: free && /^\d+$/.test(free) ? Number(free) * 1024 : null,
    notes: notesOf(report),
  };
}

function editsOf(report: Report, next: KitContent): LocalEdit[] {
  if (report.one('there') !== 'kit') return [];
  const manifest = report.all('manifest');
  return findEdits({
    was: manifest.length > 0 ? readHashes(manifest) : null,
    now: readHashes(report.all('local')),
    next: new Map(next.files.map(({ path, sha256 }) => [path, sha256])),
  });
}

const notesOf = (report: Report): string[] => [
  ...(report.one('lacks') === 'bash'
    ? ['It has no bash, which the scripts of NVFlare need. Install it before the start.']
    : []),
  ...(report.one('logout') === 'ends'
    ? [
        'It ends what a user runs at logout (KillUserProcesses). Let its admin run "loginctl enable-linger" for your user.',
      ]
    : []),
  ...(report.one('running') === 'watchdog'
    ? ['This kit runs there, started with its own start.sh. End it before a start from here.']
    : []),
];

/** Where a kit is staged, for a folder as the host knows it. */
function ownFolder(directory: string): string {
  const cut = directory.lastIndexOf('/');
  return `${directory.slice(0, cut)}/.${directory.slice(cut + 1)}.fedwright`;
}

/**
 * Sends a kit beside its place, without touching what is there, and compares every byte by hash. What an earlier try
 * has left is not sent again.
 */
export async function stage(
  { scripts, send }: { scripts: HostScripts; send: SendFiles },
  kit: HostKit,
  { content, label, kitId }: { content: KitContent; label: string; kitId: string },
  task: TaskContext,
): Promise<void> {
  await throughLosses(async () => {
    const report = await scripts.run('prepare', kit, [kitId, ...content.folders], { signal: task.signal });
    const begun = readHashes(report.all('file'));
    let sent = 0;
    const onBytes = (bytes: number) => task.progress((sent += bytes) / Math.max(1, content.sizeBytes));
    await send(kit.hostId, task.signal, async (put) => {
      const own = ownFolder(kit.directory);
      for (const { path, mode, content: bytes } of content.files) {
        task.signal.throwIfAborted();
        const there = begun.get(path) ?? null;
        await put({ path: `${own}/staging/${path}`, content: bytes, mode, begun: there }, onBytes);
      }
      const paper = (name: string, text: string) =>
        put(
          { path: `${own}/staging.${name}`, content: Buffer.from(text), mode: 0o600, begun: null },
          () => undefined,
        );
      await paper('manifest', manifestOf(content));
      await paper('deployed', `${label}\n`);
    });
    await compare(scripts, kit, content, task);
  }, task);
}

async function compare(scripts: HostScripts, kit: HostKit, content: KitContent, task: TaskContext) {
  const report = await scripts.run('staged', kit, [], { signal: task.signal });
  const there = readHashes(report.all('file'));
  const wrong = content.files.filter(({ path, sha256 }) => there.get(path) !== sha256);
  const strange = [...there.keys()].filter((path) => !content.files.some((file) => file.path === path));
  if (wrong.length === 0 && strange.length === 0 && report.all('strange').length === 0) {
    task.log(`${content.files.length} files are there, each with the hash that it has here.`);
    return;
  }
  throw new AppError('UNAVAILABLE', 'What arrived is not what was sent.', {
    hint: 'Nothing was put in place. Check the disk and the memory of the host, then try again.',
    details: [...wrong.map(({ path }) => path), ...strange, ...report.all('strange')].join('\n'),
    reason: 'damaged',
  });
}

/** Puts what was staged in place. After a loss it looks whether that has happened before it does it again. */
export async function exchange(
  scripts: HostScripts,
  kit: HostKit,
  { label, keep, copied, carryOver }: { label: string; keep: number; copied: string; carryOver: string[] },
  task: TaskContext,
): Promise<void> {
  let tried = false;
  await throughLosses(async () => {
    if (tried && (await scripts.run('look', kit)).one('deployed') === label) return;
    tried = true;
    // Not with the task's signal: once begun it is not broken off.
    const report = await scripts.run('exchange', kit, [String(keep), copied, ...carryOver]);
    for (const number of report.all('dropped')) task.log(`The kit of before number ${number} was removed.`);
  }, task);
}

/** @throws AppError what stands where the kit is to be. */
export function assertFree(look: HostLook, hostName: string): void {
  if (look.there === 'other')
    throw conflict(
      `"${look.directory}" on "${hostName}" has something else in it.`,
      'Choose a folder that is empty, is not there yet, or holds a startup kit.',
    );
}
