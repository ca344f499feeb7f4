import { readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { type LogEntry, logLevels } from '../../preload/contract/logs';

export interface LogFilter {
  level: LogEntry['level'];
  search: string;
  limit: number;
}

/** Rotated files are at most this long; a reader never holds more than one at a time. */
const maxFileBytes = 6 * 1024 * 1024;

/** The newest matching entries over all files of the app log, oldest first. */
export async function readLogs(
  folder: string,
  filter: LogFilter,
): Promise<{ entries: LogEntry[]; cut: boolean }> {
  const matches: LogEntry[] = [];
  for (const file of logFiles(folder)) {
    const lines = (await readTail(file)).split('\n');
    for (const line of lines) {
      const entry = parseEntry(line);
      if (entry && matchesFilter(entry, filter)) matches.push(entry);
    }
  }
  matches.sort((a, b) => a.at - b.at);
  return { entries: matches.slice(-filter.limit), cut: matches.length > filter.limit };
}

/** The sizes of all files: when this text is the same, nothing was written. */
export const logState = (folder: string): string =>
  logFiles(folder)
    .map((file) => `${file}:${sizeOf(file)}`)
    .join('|');

function logFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.includes('app-') && name.endsWith('.log'))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch {
    // Rotated away between the listing and now.
    return 0;
  }
};

async function readTail(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, maxFileBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function parseEntry(line: string): LogEntry | null {
  if (!line.startsWith('{')) return null;
  try {
    const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
    const known = logLevels.find((name) => name === level) ?? 'error';
    return { at: Number(time), level: known, message: String(msg ?? ''), fields };
  } catch {
    // A line cut by a crash.
    return null;
  }
}

function matchesFilter(entry: LogEntry, filter: LogFilter): boolean {
  if (logLevels.indexOf(entry.level) < logLevels.indexOf(filter.level)) return false;
  if (!filter.search) return true;
  const wanted = filter.search.toLowerCase();
  return `${entry.message} ${JSON.stringify(entry.fields)}`.toLowerCase().includes(wanted);
}
