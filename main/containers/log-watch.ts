import { isStuck } from '../../preload/contract/host-problems';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerLogLine } from '../../preload/contract/containers';
import { AppError } from '../errors';
import type { OfContainer } from './actions';
import { type Engines, listMs } from '../docker/engines';
import { createLogReader } from '../docker/log-lines';

interface LogBundle {
  lines: ContainerLogLine[];
  skipped: number;
  failures: { source: number; message: string }[];
}

/** Lines that wait to be taken; of more than these the oldest are dropped, and counted. */
const waitingMost = 5000;
/** Between two tries to go on with a log that broke off. */
const againMs = 2000;
/** Long enough to sort what several containers wrote at once, and to not send every line by itself. */
const bundleMs = 150;

/**
 * The last lines of several containers, then those that follow, until the signal or until all have ended. With `stay`
 * the log of one that has stopped goes on when it is started again: then only those end that are gone.
 */
export async function* watchLogs(parts: {
  engines: Engines;
  containers: OfContainer[];
  tail: number;
  stay?: boolean | undefined;
  signal: AbortSignal | undefined;
}): AsyncGenerator<LogBundle, void, undefined> {
  const { engines, tail, stay = false } = parts;
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
      stay,
      signal: ended.signal,
      take: (line) => box.add({ source, ...line }),
      fail: (error) => box.fail(source, error),
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

/** Follows one log, and goes on where it was when it broke off. @throws AppError when it cannot be read at all */
async function readLog(parts: {
  engines: Engines;
  container: OfContainer;
  tail: number;
  stay: boolean;
  signal: AbortSignal;
  take: (line: Omit<ContainerLogLine, 'source'>) => void;
  fail: (error: unknown) => void;
}): Promise<void> {
  const { signal } = parts;
  let latest = '';
  let opened = false;
  let told = false;
  let waits = 0;
  while (!signal.aborted) {
    const had = latest;
    const take = (line: Omit<ContainerLogLine, 'source'>) => {
      // An engine counts from a whole second on: what was there of it comes once more.
      if (had !== '' && line.at <= had) return;
      if (line.at > latest) latest = line.at;
      parts.take(line);
    };
    const onOpen = () => ([opened, told] = [true, false]);
    try {
      await readOnce({ ...parts, take, since: had, onOpen });
      // An engine that stops ends its answers in good order.
      const now = await askState(parts);
      if (now === 'runs') throw new Error('the engine ended it');
      if (now === 'stopped' && !parts.stay) return;
      // One that is removed while it runs is ended first.
      await pause(againMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      if ((await askState(parts)) === 'runs') continue;
      if (!parts.stay) return;
      parts.fail(stopped());
      await untilStarted(parts);
    } catch (error) {
      if (signal.aborted) return;
      if (isLeaving(error) && waits < leavingWaits) {
        waits += 1;
        await pause(leavingMs, undefined, { signal }).catch(() => undefined);
        continue;
      }
      // Whoever stays also waits for an engine that does not answer yet.
      if (!opened && !(parts.stay && isPassing(error))) throw error;
      if (!told || isOver(error)) parts.fail(error);
      told = true;
      if (isOver(error)) return;
    }
    await pause(againMs, undefined, { signal }).catch(() => undefined);
  }
}

async function untilStarted(parts: { engines: Engines; container: OfContainer; signal: AbortSignal }) {
  do await pause(againMs, undefined, { signal: parts.signal }).catch(() => undefined);
  while (!parts.signal.aborted && (await askState(parts)) !== 'runs');
}

const stopped = (): AppError =>
  new AppError('CONFLICT', 'It does not run now. Its log goes on here when it is started again.', {
    hint: '',
  });

/** `runs` also when that is not known: it is asked again. @throws AppError NOT_FOUND when it is gone */
async function askState({
  engines,
  container,
}: {
  engines: Engines;
  container: OfContainer;
}): Promise<'runs' | 'stopped' | 'removing'> {
  const { hostId, containerId } = container;
  try {
    const { State } = await engines.ask(hostId, listMs, (docker) =>
      docker.getContainer(containerId).inspect(),
    );
    if (State.Status === 'removing') return 'removing';
    return State.Running || State.Restarting ? 'runs' : 'stopped';
  } catch (error) {
    if (isGone(error)) throw error;
    return 'runs';
  }
}

/** An engine gives no log of a container whose removal is under way: soon it is gone, unless that fails. */
const isLeaving = (error: unknown): boolean =>
  error instanceof AppError &&
  error.code === 'CONFLICT' &&
  /marked for removal/.test(error.data.details ?? '');
const leavingMs = 500;
const leavingWaits = 20;

const isGone = (error: unknown): boolean => error instanceof AppError && error.code === 'NOT_FOUND';

/** The container is gone, or only a person can help: trying again would lock the account. */
const isOver = (error: unknown): boolean =>
  isGone(error) || (error instanceof AppError && isStuck(error.data.reason));

/** The host or its engine cannot be reached now. What an engine answers, or a server refuses, stays so. */
const passing = ['engine', 'unreachable', 'failed', 'lost', 'timeout'];
const isPassing = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'UNAVAILABLE' && passing.includes(error.data.reason ?? '');
const saidByEngine = ({ data: { reason } }: AppError): boolean =>
  reason === 'engine-lacks' || Boolean(reason?.startsWith('docker-'));

async function readOnce(parts: {
  engines: Engines;
  container: OfContainer;
  tail: number;
  since: string;
  signal: AbortSignal;
  take: (line: Omit<ContainerLogLine, 'source'>) => void;
  onOpen: () => void;
}): Promise<void> {
  const { engines, container, signal } = parts;
  const { stream, tty } = await openLog(engines, container, parts);
  parts.onOpen();
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

const openLog = (
  engines: Engines,
  { hostId, containerId }: OfContainer,
  { tail, since }: { tail: number; since: string },
) =>
  engines.ask(hostId, listMs, async (docker, abortSignal) => {
    const container = docker.getContainer(containerId);
    const { Config } = await container.inspect();
    const from = since === '' ? { tail } : { since: Math.floor(Date.parse(since) / 1000) };
    const wanted = { stdout: true, stderr: true, timestamps: true, ...from, abortSignal } as const;
    const stream = (await container.logs({ follow: true, ...wanted })) as unknown as Readable;
    return { stream, tty: Config.Tty };
  });

const goesOn = 'It goes on by itself when the host answers again.';

function wordsFor(error: unknown): string {
  if (isGone(error)) return 'The container is gone: it was removed, and its log with it.';
  if (!(error instanceof AppError)) return `The log broke off. ${goesOn}`;
  if (isPassing(error)) return `${error.message} ${goesOn}`;
  const more = saidByEngine(error) ? (error.data.details ?? error.data.hint) : error.data.hint;
  return [error.message, more].filter(Boolean).join(' ');
}

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
      failures.push({ source, message: wordsFor(error) });
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
