import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { createStream } from 'rotating-file-stream';
import type { Log } from './log';
import type { Redactor } from './redact';

/** Keeps at most 5 MB in each of five older files. */
const rotation = { size: '5M', maxFiles: 5 } as const;

const secretFields = ['password', 'passphrase', 'token', 'secret', 'cookie', 'authorization', 'privateKey'];

/**
 * The app log: JSON lines in `logs/app-<door>.log`, rotated by size. Each kind of door writes its own file so
 * that rotation by one process does not cut off another.
 */
export function createAppLog(options: { data: string; door: string; redactor: Redactor }): {
  log: Log;
  folder: string;
  close(): Promise<void>;
} {
  const folder = path.join(options.data, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { write, close } = createFile(`app-${options.door}.log`, folder);
  const log = pino(
    {
      base: { door: options.door, pid: process.pid },
      formatters: { level: (level) => ({ level }) },
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[removed]' },
    },
    { write: (line: string) => write(options.redactor.redact(line)) },
  );
  return { log, folder, close };
}

const againMs = 5000;

/**
 * A rotated file. A full disk must not take the app down with it: the status of the disk says so to the person.
 * But a stream that has failed once is of no use any more, so there is a new one when the disk may have room.
 */
function createFile(name: string, folder: string) {
  let failedAt = 0;
  const open = () => {
    const stream = createStream(name, { ...rotation, path: folder, mode: 0o600 });
    stream.on('error', () => (failedAt ||= Date.now()));
    return stream;
  };
  let file = open();
  return {
    write(line: string): void {
      if (failedAt > 0) {
        if (Date.now() - failedAt < againMs) return;
        failedAt = 0;
        file = open();
        // The line before may be cut.
        file.write('\n');
      }
      file.write(line);
    },
    close: (): Promise<void> => new Promise((resolve) => file.end(() => resolve())),
  };
}
