import type { Duplex } from 'node:stream';
import { AppError } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import { abortable } from '../process/abortable';
import { placeScript, readPlaceFacts } from './place-facts';
import { connectMs, NotReached, type Unreached, type Viewpoint } from './viewpoint';

/** What of `HostAccess` it takes to look from a host. */
export type HostEyes = Pick<HostAccess, 'need' | 'exec' | 'tcp'>;

const execMs = 15_000;

/** A host as a viewpoint: commands and streams of its one SSH connection. */
export function viewFromHost(
  access: HostEyes,
  { hostId, directory, python }: { hostId: string; directory: string | null; python: string },
): Viewpoint {
  return {
    name: access.need(hostId).name,
    async facts({ port }, signal) {
      const from = Date.now();
      const words = ['sh', '-c', placeScript, 'sh', directory ?? '', python, String(port ?? 0)];
      const { stdout } = await access.exec(hostId, words, { signal, timeoutMs: execMs });
      return readPlaceFacts(stdout.toString('utf8'), { from, to: Date.now() });
    },
    async resolve(host, signal) {
      const { code, stdout } = await access.exec(hostId, ['getent', 'ahosts', host], {
        ...{ signal, timeoutMs: execMs },
      });
      // 2: the name is not known. Any other code: there is no getent, or it could not ask.
      if (code === 2) return [];
      return code === 0 ? readAddresses(stdout.toString('utf8')) : null;
    },
    tcp: (host, port, signal) => openWithin(access.tcp(hostId, host, port, signal), signal),
  };
}

/** `1.2.3.4  STREAM host.example.org`, a line for each kind of socket. */
const readAddresses = (text: string): string[] => [
  ...new Set(text.split('\n').flatMap((line) => line.split(/\s+/)[0] || [])),
];

/** sshd waits for minutes where a firewall drops packets. A stream that comes too late is closed. */
async function openWithin(opening: Promise<Duplex>, signal: AbortSignal): Promise<Duplex> {
  const late = AbortSignal.timeout(connectMs);
  const end = AbortSignal.any([signal, late]);
  try {
    return await abortable(opening, end);
  } catch (error) {
    opening.then((stream) => stream.destroy()).catch(() => undefined);
    signal.throwIfAborted();
    if (late.aborted) throw new NotReached('timeout', 'no answer in time');
    const words = error instanceof AppError ? (error.data.details ?? '') : '';
    const why = whyNot(words);
    // Without words of the sshd it is the host itself that was lost.
    throw why === null ? error : new NotReached(why, words);
  }
}

/** What sshd says of a channel that it did not open. */
function whyNot(words: string): Unreached | null {
  if (/refused/i.test(words)) return 'refused';
  if (/timed out/i.test(words)) return 'timeout';
  // OpenSSH says no more than this of what its configuration forbids.
  if (/prohibited|: open failed$/i.test(words)) return 'forbidden';
  if (/not known|resolve|no address|name resolution/i.test(words)) return 'name';
  if (/unreachable|no route/i.test(words)) return 'unreachable';
  return /channel open failure/i.test(words) ? 'failed' : null;
}
