import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { FollowedHash } from '../file-places/file-place';
import type { HostAccess } from '../hosts/host-access';
import { piecesOf } from './pieces';
import { readText } from '../file-places/remote-path';
import { withFile } from './sftp-files';
import type { SftpSession } from './sftp-session';
import { openFor } from './sftp-wire';

const slowestMs = 30 * 60_000;
/** Beside a transfer, which may take its time, and which ends it. */
const besideMs = 24 * 60 * 60_000;

/** With OpenSSL, where it is, as that uses what processors have for it: `sha256sum` often takes six times as long. */
const hashOf =
  '{ if openssl dgst -sha256 </dev/null >/dev/null 2>&1; then openssl dgst -sha256 -r; else sha256sum; fi; }';
const blockBytes = 1 << 20;
/** A file of just this length is read by the program itself: a pipe costs as much again as the hash. */
const script = `is_whole() { [ -n "$(find -H "$1" -size "$2c" 2>/dev/null)" ]; }
if is_whole "$1" "$2"; then
  found=$(${hashOf} < "$1") && is_whole "$1" "$2" && echo "$found" && exit
fi
head -c "$2" < "$1" | ${hashOf}`;
/** Hashes blocks of a file as they are named on its standard input: where from, how many, and bytes of a last one. */
const growing = `while read -r from count last; do
  read_blocks() { dd if="$1" bs=${blockBytes} skip="$from" count="$count" 2>/dev/null; }
  if [ -n "$last" ]; then read_blocks "$1" | head -c "$last"; else read_blocks "$1"; fi
done | ${hashOf}`;

interface Place {
  access: HostAccess;
  hostId: string;
  session: SftpSession;
}

const readHash = ({ code, stdout }: { code: number | null; stdout: Buffer }): string | null =>
  code === 0 ? (/^\\?([0-9a-f]{64})\s/.exec(stdout.toString())?.[1] ?? null) : null;

/** By the host's own programs; null where it has none, or cannot say. */
async function hashThere(
  { access, hostId }: Pick<Place, 'access' | 'hostId'>,
  path: Buffer,
  length: number,
  limits: { signal: AbortSignal; timeoutMs: number },
): Promise<string | null> {
  // A command is text: what is none of it cannot be named in one.
  const text = readText(path);
  if (text === null) return null;
  const words = ['sh', '-c', script, 'sh', text, String(length)];
  return readHash(await access.exec(hostId, words, { ...limits, endsChildren: true }));
}

/**
 * The SHA-256 of the first `length` bytes of a file on a host: by its own programs, or, where it has none, by
 * reading them.
 */
export async function farHash(
  { access, hostId, session }: Place,
  path: Buffer,
  length: number,
  signal: AbortSignal,
): Promise<string> {
  const found = await hashThere({ access, hostId }, path, length, { signal, timeoutMs: slowestMs });
  if (found !== null) return found;
  const hash = createHash('sha256');
  await withFile(session, path, { flags: openFor.read }, async (handle) => {
    for await (const piece of piecesOf(session, handle, { from: 0, to: length })) hash.update(piece);
  });
  return hash.digest('hex');
}

/** Begins to hash a file that is all there, while it is read. To be used as `followHash`. */
export function hashBeforehand(
  place: Place,
  path: Buffer,
  length: number,
  signal: AbortSignal,
): FollowedHash {
  const stopping = new AbortController();
  const ends = AbortSignal.any([signal, stopping.signal]);
  const found = hashThere(place, path, length, { signal: ends, timeoutMs: besideMs }).catch(() => null);
  return {
    grown: () => undefined,
    result: async () => (await found) ?? farHash(place, path, length, signal),
    stop: () => stopping.abort(new Error('the transfer has ended')),
  };
}

/** How many are named at once, so that few lines go there. */
const blocksAtOnce = 32;

/**
 * Begins to hash a file on a host while its bytes come there, so that little is left to do after the last one.
 * `grown` says how many bytes of it can be read by now. `result` gives the hash of the first `length` bytes: what is
 * not known by then, for whatever reason, is found out by `farHash`. Call `stop` when all is done, in any case.
 */
export function followHash(place: Place, path: Buffer, length: number, signal: AbortSignal) {
  const text = readText(path);
  const lines = new PassThrough();
  const stopping = new AbortController();
  const words = ['sh', '-c', growing, 'sh', text ?? ''];
  const ends = AbortSignal.any([signal, stopping.signal]);
  const options = { signal: ends, timeoutMs: besideMs, input: lines };
  const found =
    text === null
      ? Promise.resolve(null)
      : place.access.exec(place.hostId, words, options).then(readHash, () => null);
  let named = 0;
  const name = (blocks: number): void => {
    if (blocks > named) lines.write(`${named} ${blocks - named}\n`);
    named = Math.max(named, blocks);
  };
  return {
    grown(upTo: number): void {
      const blocks = Math.floor(Math.min(upTo, length) / blockBytes);
      if (blocks - named >= blocksAtOnce) name(blocks);
    },
    async result(): Promise<string> {
      name(Math.floor(length / blockBytes));
      const last = length % blockBytes;
      if (last > 0) lines.write(`${named} 1 ${last}\n`);
      lines.end();
      return (await found) ?? farHash(place, path, length, signal);
    },
    stop: (): void => stopping.abort(new Error('the transfer has ended')),
  };
}
