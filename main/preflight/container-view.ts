import type { Duplex } from 'node:stream';
import { abortable } from '../process/abortable';
import { type PlaceFacts, placeScript, readPlaceFacts } from './place-facts';
import { connectMs, NotReached, type Unreached, type Viewpoint } from './viewpoint';

/** What it takes to look from a container: commands where it is. */
export interface Inside {
  exec(words: string[], timeoutMs: number): Promise<{ code: number | null; stdout: Buffer }>;
  open(words: string[]): Promise<Duplex>;
  leave(): Promise<void>;
}

/** The Python that an image needs to run a kit, and where the kit is. */
export const pythonInside = 'python3';
const kitInside = '/opt/fedwright/kit';
const execMs = 20_000;

/**
 * A container as a viewpoint. `host` is its machine, for what is seen from there only: who listens on the ports that
 * are published; null where it cannot be asked.
 */
export function viewFromContainer(inside: Inside, name: string, host: Viewpoint | null): Viewpoint {
  return {
    name: `the container "${name}"`,
    async facts({ port }, signal) {
      const around = host === null ? null : host.facts({ port }, signal).catch(() => null);
      const from = Date.now();
      const words = ['sh', '-c', placeScript, 'sh', kitInside, pythonInside, '0'];
      const { stdout } = await abortable(inside.exec(words, execMs), signal);
      const own = readPlaceFacts(stdout.toString('utf8'), { from, to: Date.now() });
      return together(own, await around);
    },
    async resolve(host, signal) {
      const { code, stdout } = await abortable(
        inside.exec([pythonInside, '-c', lookupScript, host], execMs),
        signal,
      );
      if (code === 2) return [];
      return code === 0 ? stdout.toString('utf8').split('\n').filter(Boolean) : null;
    },
    async tcp(host, port, signal) {
      const words = [pythonInside, '-c', relayScript, host, String(port), String(connectMs / 1000)];
      const opening = inside.open(words);
      const stream = await abortable(opening, signal).catch((error: unknown) => {
        // It may still come, and nobody takes it then.
        void opening.then(
          (late) => late.destroy(),
          () => undefined,
        );
        throw error;
      });
      return begun(stream, signal);
    },
    leave: () => inside.leave(),
  };
}

/** Names and ports of the machine count as well: what a bridge publishes is reached there. */
function together(own: PlaceFacts, around: PlaceFacts | null): PlaceFacts {
  const addresses = [...new Set([...(own.addresses ?? []), ...(around?.addresses ?? [])])];
  return {
    ...{ ...own, listeners: around?.listeners ?? null },
    addresses: addresses.length > 0 ? addresses : null,
  };
}

/** Prints the addresses of a name. Ends with 2 when it is known to have none. */
const lookupScript = `
import socket, sys
try:
    found = socket.getaddrinfo(sys.argv[1], None)
except socket.gaierror as error:
    sys.exit(2 if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)) else 3)
print("\\n".join(sorted({one[4][0] for one in found})))
`;

/** Connects, says in a line how that went, and passes on what comes from either side until one of them ends. */
const relayScript = `
import errno, os, socket, sys, threading
def say(word):
    os.write(1, (word + "\\n").encode())
def fail(word):
    say(word)
    os._exit(1)
threading.Timer(60, os._exit, [1]).start()
try:
    peer = socket.create_connection((sys.argv[1], int(sys.argv[2])), float(sys.argv[3]))
except socket.gaierror:
    fail("name")
except socket.timeout:
    fail("timeout")
except ConnectionRefusedError:
    fail("refused")
except OSError as error:
    fail("unreachable" if error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH) else "failed")
peer.settimeout(None)
say("open")
def send():
    while True:
        data = os.read(0, 65536)
        if not data:
            os._exit(0)
        try:
            peer.sendall(data)
        except OSError:
            os._exit(0)
threading.Thread(target=send, daemon=True).start()
while True:
    try:
        data = peer.recv(65536)
    except OSError:
        break
    if not data:
        break
    while data:
        data = data[os.write(1, data):]
os._exit(0)
`;

const whys: readonly Unreached[] = ['refused', 'timeout', 'unreachable', 'name', 'failed'];

/** Reads the line that says how the connection went, and leaves what follows in the stream. @throws NotReached */
function begun(stream: Duplex, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0);
    const late = AbortSignal.timeout(connectMs + execMs);
    const end = AbortSignal.any([signal, late]);
    const settle = (finish: () => void) => {
      stream.off('data', onData).off('error', onEnd).off('close', onEnd).off('end', onEnd);
      end.removeEventListener('abort', onEnd);
      finish();
    };
    const fail = (error: Error) =>
      settle(() => {
        stream.on('error', () => undefined).destroy();
        reject(error);
      });
    const onEnd = () =>
      fail(
        signal.aborted
          ? (signal.reason as Error)
          : new NotReached(late.aborted ? 'timeout' : 'failed', 'no word from inside'),
      );
    const onData = (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      const cut = heard.indexOf(10);
      if (cut === -1) return;
      const word = heard.subarray(0, cut).toString('utf8');
      if (word !== 'open') return fail(new NotReached(whys.find((why) => why === word) ?? 'failed', word));
      settle(() => {
        stream.pause();
        if (heard.length > cut + 1) stream.unshift(heard.subarray(cut + 1));
        resolve(stream);
      });
    };
    stream.on('data', onData).once('error', onEnd).once('close', onEnd).once('end', onEnd);
    end.addEventListener('abort', onEnd, { once: true });
    if (end.aborted) onEnd();
  });
}
