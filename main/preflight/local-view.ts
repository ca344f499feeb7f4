import { lookup } from 'node:dns/promises';
import { statfs } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import { abortable } from '../process/abortable';
import { run } from '../process/run';
import { type PlaceFacts, placeScript, readPlaceFacts } from './place-facts';
import { connectMs, NotReached, type Unreached, type Viewpoint } from './viewpoint';

/** This machine. `python` is the interpreter whose NVFlare would run the kit; null: there is none. */
export function viewFromHere({ directory, python }: { directory: string; python: string | null }): Viewpoint {
  return {
    name: 'this machine',
    facts: ({ port }, signal) =>
      process.platform === 'win32'
        ? factsOnWindows(directory, port)
        : factsByScript({ directory, python, port }, signal),
    async resolve(host, signal) {
      try {
        const late = AbortSignal.any([signal, AbortSignal.timeout(connectMs)]);
        const found = await abortable(lookup(host, { all: true }), late);
        return [...new Set(found.map(({ address }) => address))];
      } catch (error) {
        signal.throwIfAborted();
        return codeOf(error) === 'ENOTFOUND' ? [] : null;
      }
    },
    tcp: connect,
  };
}

async function factsByScript(
  { directory, python, port }: { directory: string; python: string | null; port: number | null },
  signal: AbortSignal,
): Promise<PlaceFacts> {
  const from = Date.now();
  const { stdout } = await run(
    '/bin/sh',
    ['-c', placeScript, 'sh', directory, python ?? '', String(port ?? 0)],
    {
      signal,
      timeoutMs: 15_000,
    },
  );
  signal.throwIfAborted();
  const facts = readPlaceFacts(stdout.join('\n'), { from, to: Date.now() });
  return { ...facts, ...(python === null && { python: 'missing', nvflare: 'missing' }) };
}

/** There is no shell to ask: who has the port stays unknown. */
async function factsOnWindows(directory: string, port: number | null): Promise<PlaceFacts> {
  const disk = await statfs(directory).catch(() => null);
  const addresses = Object.values(os.networkInterfaces()).flatMap((all) =>
    (all ?? []).map((one) => one.address),
  );
  const listeners =
    port === null ? null : (await isFree(port)) ? [] : [{ address: '', pid: null, command: null }];
  const freeBytes = disk && disk.bavail * disk.bsize;
  return { skewMs: 0, freeBytes, python: null, nvflare: null, listeners, addresses };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}

const whyNot: Record<string, Unreached> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
};

function connect(host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    const late = AbortSignal.timeout(connectMs);
    const end = AbortSignal.any([signal, late]);
    const stop = () => {
      socket.destroy();
      reject(signal.aborted ? (signal.reason as Error) : new NotReached('timeout', 'no answer in time'));
    };
    if (end.aborted) return stop();
    end.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => {
      end.removeEventListener('abort', stop);
      resolve(socket);
    });
    socket.once('error', (error) => {
      end.removeEventListener('abort', stop);
      reject(new NotReached(whyNot[codeOf(error)] ?? 'failed', error.message));
    });
  });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
