import { appendFileSync, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const flushMs = 50;
const pieceBytes = 48 * 1024;
/** A peer that prints without end must not fill the disk. A run of thousands of sites writes a few megabytes. */
const maxBytes = 32 * 1024 * 1024;

export interface LogWriter {
  write(line: string): void;
  /** Writes what is still buffered. A log that cannot be written never fails the work it belongs to. */
  close(): void;
}

export const taskLogFile = (folder: string, taskId: string): string => path.join(folder, `${taskId}.log`);

/** Appends lines to a task's log, in batches so that a talkative child does not cost a write each line. */
export function createLogWriter(file: string): LogWriter {
  let pending = '';
  let written = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!pending) return;
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      appendFileSync(file, pending, { mode: 0o600 });
    } catch {
      // A full disk: the task itself will say so.
    }
    pending = '';
  };
  return {
    write(line) {
      if (written > maxBytes) return;
      written += Buffer.byteLength(line) + 1;
      if (written > maxBytes) line = 'The rest is left out: this log is too long.';
      pending += `${line}\n`;
      timer ??= setTimeout(flush, flushMs);
    },
    close: flush,
  };
}

/**
 * Follows a log file from a byte offset: whole lines, in pieces under 48 KB, until `finished` says that
 * nothing more will come and everything has been read.
 */
export async function* followLog(
  file: string,
  options: { offset: number; finished: () => boolean; signal?: AbortSignal },
): AsyncGenerator<{ text: string; nextOffset: number }> {
  let offset = options.offset;
  while (!options.signal?.aborted) {
    // Asked before reading: lines written after the answer are still found by this read.
    const last = options.finished();
    const piece = await readPiece(file, offset, last);
    if (piece) {
      offset = piece.nextOffset;
      yield piece;
    } else if (last) return;
    else await delay(100);
  }
}

async function readPiece(file: string, offset: number, last: boolean) {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const buffer = Buffer.alloc(pieceBytes);
    const { bytesRead } = await handle.read(buffer, 0, pieceBytes, offset);
    const end = wholeLines(buffer, bytesRead, last);
    if (end === 0) return null;
    return { text: buffer.toString('utf8', 0, end), nextOffset: offset + end };
  } finally {
    await handle.close();
  }
}

/** Ends at a line end, so that no character is cut in two; a line longer than a piece is cut all the same. */
function wholeLines(buffer: Buffer, bytesRead: number, last: boolean): number {
  const lineEnd = buffer.lastIndexOf(0x0a, bytesRead - 1) + 1;
  if (bytesRead > 0 && lineEnd > 0) return lineEnd;
  return last || bytesRead === pieceBytes ? bytesRead : 0;
}
