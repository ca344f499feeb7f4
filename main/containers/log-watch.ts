import type { Readable } from 'node:stream';
import type { ContainerLogLine } from '../../preload/contract/containers';
import { AppError } from '../errors';
import type { OfContainer } from './actions';
import { type Engines, listMs } from '../docker/engines';
import { createLogReader } from './log-frames';

interface LogBundle {
  lines: ContainerLogLine[];
  skipped: number;
  failures: { source: number; message: string }[];
}

/** Lines that wait to be taken; of more than these the oldest are dropped, and counted. */
const waitingMost = 5000;
/** Long enough to sort what several containers wrote at once, and to not send every line by itself. */
const bundleMs = 150;

/** The last lines of several containers, then those that follow, until the signal or until all have ended. */
export async function* watchLogs(parts: {
  engines: Engines;
  containers: OfContainer[];
  tail: number;
  signal: AbortSignal | undefined;
}): AsyncGenerator<LogBundle, void, undefined> {
  const { engines, tail } = parts;
  const ended = new AbortController();
  const end = () => ended.abort();
  parts.signal?.addEventListener('abort', end);
  if (parts.signal?.aborted) end();
  const box = createBox(ended.signal);
  const reading = parts.containers.map((container, source) =>
    readLog({
      engines,
      container,
      tail,
      signal: ended.signal,
      take: (line) => box.add({ source, ...line }),
    }).catch((error: unknown) => box.fail(source, error)),
  );
  let open = true;
  const all = Promise.all(reading).then(() => {
    open = false;
    box.wake();
  });
  try {
    while (!ended.signal.aborted) {
      await box.filled(() => !open);
      const bundle = box.empty();
      if (bundle) yield bundle;
      else if (!open) return;
    }
  } finally {
    end();
    parts.signal?.removeEventListener('abort', end);
    await all;
  }
}

async function readLog(parts: {
  engines: Engines;
  container: OfContainer;
  tail: number;
  signal: AbortSignal;
  take: (line: Omit<ContainerLogLine, 'source'>) => void;
}): Promise<void> {
  const { engines, container, signal } = parts;
  const { stream, tty } = await openLog(engines, container, parts.tail);
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const reader = createLogReader({ tty });
  try {
    for await (const chunk of stream) reader.push(chunk as Buffer).forEach(parts.take);
    reader.end().forEach(parts.take);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

const openLog = (engines: Engines, { hostId, containerId }: OfContainer, tail: number) =>
  engines.ask(hostId, listMs, async (docker, abortSignal) => {
    const container = docker.getContainer(containerId);
    const { Config } = await container.inspect();
    const wanted = { stdout: true, stderr: true, timestamps: true, tail, abortSignal } as const;
    const stream = (await container.logs({ follow: true, ...wanted })) as unknown as Readable;
    return { stream, tty: Config.Tty };
  });

/** Lines between those who read and the one who takes them. */
function createBox(signal: AbortSignal) {
  let lines: ContainerLogLine[] = [];
  let skipped = 0;
  let failures: LogBundle['failures'] = [];
  let wake = () => {};
  signal.addEventListener('abort', () => wake());
  return {
    wake: () => wake(),
    add(line: ContainerLogLine): void {
      lines.push(line);
      // In big steps, as to drop one at a time would move all of them each time.
      if (lines.length >= waitingMost * 2) {
        skipped += lines.length - waitingMost;
        lines = lines.slice(-waitingMost);
      }
      wake();
    },
    fail(source: number, error: unknown): void {
      const message = error instanceof AppError ? error.message : 'The log broke off.';
      failures.push({ source, message });
      wake();
    },
    /** Until there is something, and a moment more for what belongs beside it. */
    async filled(closed: () => boolean): Promise<void> {
      while (lines.length === 0 && failures.length === 0 && !closed() && !signal.aborted)
        await new Promise<void>((resolve) => (wake = resolve));
      if (!closed() && !signal.aborted) await new Promise<void>((resolve) => setTimeout(resolve, bundleMs));
    },
    empty(): LogBundle | null {
      if (lines.length === 0 && failures.length === 0) return null;
      const bundle = {
        lines: lines.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
        skipped,
        failures,
      };
      [lines, skipped, failures] = [[], 0, []];
      return bundle;
    },
  };
}
