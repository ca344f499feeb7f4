import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Below it a thread takes longer to begin than to hash. */
const worthAThread = 32 << 20;
/** Bytes between two words to the thread. */
const stepBytes = 4 << 20;

/** The SHA-256 of a file of this machine, found while it is read or written. */
export interface HashBeside {
  /** So much of it is there, and will stay as it is. */
  grown(upTo: number): void;
  /** Of its first `length` bytes, or of all where it has fewer. Never less than was asked for before. */
  at(length: number): Promise<string>;
  /** Before the file is closed, in any case. */
  stop(): Promise<void>;
}

/** @param size of the file when it is whole, in bytes: a large one is hashed in a thread of its own. */
export function hashBeside(file: FileHandle, size: number): HashBeside {
  const worker = size < worthAThread ? null : startWorker(file);
  if (!worker)
    return { grown: () => undefined, at: (length) => hashStart(file, length), stop: async () => {} };
  let told = 0;
  return {
    grown(upTo) {
      if (upTo - told < stepBytes) return;
      told = upTo;
      worker.postMessage({ upTo, tell: false });
    },
    at: async (length) => (await ask(worker, length)) ?? hashStart(file, length),
    stop: async () => void (await worker.terminate()),
  };
}

/** Null where there is none to be had: then the file is read once more in the end. */
function startWorker(file: FileHandle): Worker | null {
  try {
    const worker = new Worker(workerFile(), { workerData: file.fd });
    // Whoever waits for an answer is told by the end of the thread.
    worker.on('error', () => undefined);
    worker.unref();
    return worker;
  } catch {
    return null;
  }
}

/** Beside the built entries, or its source when run from the sources. */
function workerFile(from = path.dirname(fileURLToPath(import.meta.url))): string {
  const candidates = ['hash-worker.js', path.join('..', 'hash-worker.js'), 'hash-worker.ts'];
  const found = candidates.map((name) => path.join(from, name)).find((file) => existsSync(file));
  if (!found) throw new Error('the thread that hashes is missing');
  return found;
}

/** Null when the thread has ended without an answer. */
function ask(worker: Worker, upTo: number): Promise<string | null> {
  return new Promise((resolve) => {
    const done = (hash: unknown) => {
      worker.off('message', done).off('exit', ended);
      resolve(typeof hash === 'string' ? hash : null);
    };
    const ended = () => done(null);
    if (worker.threadId < 0) return resolve(null);
    worker.on('message', done).on('exit', ended);
    worker.postMessage({ upTo, tell: true });
  });
}

/** The SHA-256 of the first bytes of an open file, read now. */
export async function hashStart(file: FileHandle, length: number): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(length, 1 << 20)));
  for (let at = 0; at < length;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, length - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest('hex');
}
