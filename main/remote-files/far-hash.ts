import { createHash } from 'node:crypto';
import type { HostAccess } from '../hosts/host-access';
import { piecesOf } from './pieces';
import { readText } from './remote-path';
import { withFile } from './sftp-files';
import type { SftpSession } from './sftp-session';
import { openFor } from './sftp-wire';

const slowestMs = 30 * 60_000;
const script = 'head -c "$2" < "$1" | sha256sum';

/**
 * The SHA-256 of the first `length` bytes of a file on a host: by its own `sha256sum`, or, where it has none,
 * by reading them.
 */
export async function farHash(
  { access, hostId, session }: { access: HostAccess; hostId: string; session: SftpSession },
  path: Buffer,
  length: number,
  signal: AbortSignal,
): Promise<string> {
  // A command is text: what is none of it cannot be named in one.
  const text = readText(path);
  if (text !== null) {
    const words = ['sh', '-c', script, 'sh', text, String(length)];
    const { code, stdout } = await access.exec(hostId, words, { signal, timeoutMs: slowestMs });
    const hash = /^\\?([0-9a-f]{64})\s/.exec(stdout.toString())?.[1];
    if (code === 0 && hash) return hash;
  }
  const hash = createHash('sha256');
  await withFile(session, path, { flags: openFor.read }, async (handle) => {
    for await (const piece of piecesOf(session, handle, { from: 0, to: length })) hash.update(piece);
  });
  return hash.digest('hex');
}
