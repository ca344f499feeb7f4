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

/** How far each file has been read, by what stays the same when a file is renamed on rotation. */
export type Positions = Map<string, number>;

/**
 * The newest matching entries over all files of the app log, oldest first. With the positions of an earlier
 * reading only those that were written since; the positions move on.
 */
export async function readLogs(
  folder: string,
  filter: LogFilter,
  positions: Positions = new Map(),
): Promise<{ entries: LogEntry[]; cut: boolean }> {
  const matches: LogEntry[] = [];
  for (const file of logFiles(folder)) {
    const lines = (await readOn(file, positions)).split('\n');
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

/** Whole lines only: the rest of one that is being written comes with the next reading. */
async function readOn(file: string, positions: Positions): Promise<string> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return '';
  try {
    const { ino, size } = await handle.stat({ bigint: true });
    const read = positions.get(String(ino)) ?? 0;
    // Shorter than what was read of it: another file that was given the number of a removed one.
    const from = Math.max(read > size ? 0 : read, Number(size) - maxFileBytes);
    const length = Number(size) - from;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
    const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    positions.set(String(ino), from + end);
    return buffer.toString('utf8', 0, end);
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
