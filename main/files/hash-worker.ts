// A thread of its own: hashes an open file as far as it is told to.
import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/** Files are open in all threads of a process. */
const fd = Number(workerData);
const hash = createHash('sha256');
const buffer = Buffer.allocUnsafe(1 << 20);
let at = 0;

/** An answer is wanted by who asks with `tell`: the hash of all up to there, or of what the file has of it. */
parentPort?.on('message', ({ upTo, tell }: { upTo: number; tell: boolean }) => {
  while (at < upTo) {
    const count = readSync(fd, buffer, 0, Math.min(buffer.length, upTo - at), at);
    if (count === 0) break;
    hash.update(buffer.subarray(0, count));
    at += count;
  }
  if (tell) parentPort?.postMessage(hash.copy().digest('hex'));
});
