import os from 'node:os';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { PartStatus } from '../../preload/contract/host';
import type { LogEntry } from '../../preload/contract/logs';
import type { SettingsView } from '../../preload/contract/settings';
import type { Task } from '../../preload/contract/tasks';
import { type ArchiveEntry, writeArchive } from './archive';
import { namesIn, sizeOf } from './size';

/** What the bundle is made from. Each gives what a page could show too. */
export interface DiagnosticSources {
  data: string;
  about: { version: string; door: string; versions: Record<string, string> };
  schema: () => number;
  status: () => Promise<PartStatus[]>;
  settings: () => Promise<SettingsView>;
  logs: () => Promise<LogEntry[]>;
  tasks: () => Task[];
  /** Removes every secret that this process knows, and private keys. */
  redact: (text: string) => string;
}

/** Folders that say nothing but their size: caches of the window, environments of thousands of files. */
const summedUp = new Set(['chromium', 'runtime']);
const mostFiles = 20_000;
/** Certificates are no secret, but nobody needs them here; keys are removed by `redact` as well. */
const pem = /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(-----END [A-Z0-9 ]+-----|$)/g;

/** Writes the bundle: plain texts in a zip, each of them without secrets. @returns its size in bytes. */
export async function writeDiagnostics(target: string, sources: DiagnosticSources): Promise<number> {
  const clean = (text: string) => sources.redact(text).replaceAll(pem, '[removed]');
  const entry = (name: string, value: unknown): ArchiveEntry => ({
    name,
    text: clean(typeof value === 'string' ? value : `${JSON.stringify(value, null, 1)}\n`),
  });
  const logs = await sources.logs();
  return writeArchive(target, [
    entry('README.txt', readMe),
    entry('about.json', describeMachine(sources)),
    entry('status.json', await orWhy(sources.status)),
    entry('settings.json', await orWhy(async () => withoutUser(await sources.settings()))),
    entry('app-log.jsonl', logs.map((line) => `${JSON.stringify(line)}\n`).join('')),
    entry('tasks.json', sources.tasks().map(describeTask)),
    entry('files.json', await listFiles(sources.data)),
  ]);
}

const readMe = `Diagnostics of Fedwright: versions, how each part is, settings, the newest lines of the app log, the
newest tasks without what they were given, and the names, sizes and modes of files. Passwords, keys and
certificates are not in here. Names of projects, participants and paths are: look through it before you pass it on.
`;

const describeMachine = ({ about, schema }: DiagnosticSources) => ({
  ...about,
  schema: schema(),
  madeAt: new Date().toISOString(),
  platform: `${process.platform} ${process.arch} ${os.release()}`,
  memoryBytes: os.totalmem(),
  processors: os.cpus().length,
  uptimeSeconds: Math.round(process.uptime()),
});

/** One part that cannot be read must not keep the rest from whoever helps. */
async function orWhy(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

const withoutUser = (settings: SettingsView) => ({
  ...settings,
  packageIndexUser: settings.packageIndexUser === null ? null : '[removed]',
});

/** Without its result, as that of an export or installation may say more than how it went. */
const describeTask = ({ result: _result, ...task }: Task) => task;

async function listFiles(data: string) {
  const files: { path: string; sizeBytes: number; mode: string }[] = [];
  const walk = async (below: string): Promise<void> => {
    for (const name of (await namesIn(path.join(data, below))).sort()) {
      if (files.length >= mostFiles) return;
      const relative = below === '' ? name : `${below}/${name}`;
      const stat = await lstat(path.join(data, relative)).catch(() => null);
      if (!stat) continue;
      const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
      const summed = stat.isDirectory() && summedUp.has(relative);
      const sizeBytes = summed ? await sizeOf(path.join(data, relative)) : stat.isFile() ? stat.size : 0;
      files.push({ path: stat.isDirectory() ? `${relative}/` : relative, sizeBytes, mode });
      if (stat.isDirectory() && !summed) await walk(relative);
    }
  };
  await walk('');
  return { cut: files.length >= mostFiles, files };
}
