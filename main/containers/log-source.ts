import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import { AppError } from '../errors';
import { type Engines, listMs } from '../docker/engines';
import { silenceMs } from '../docker/progress-lines';
import { requestStream } from '../docker/request';
import type { OfContainer } from './actions';
import { createPieceReader, LogBroke, type LogPiece } from './log-pieces';
import { nameOf } from './views';

export interface WholeLog {
  name: string;
  /** Of its last line, in milliseconds; null of an empty one. */
  lastAt: number | null;
  pieces: AsyncIterable<LogPiece[]>;
}

/**
 * A log from its first line to the one that is the last at the time of asking. Nothing is read before someone takes
 * it. @throws AppError NOT_FOUND; UNAVAILABLE where its driver keeps nothing to be read
 */
export async function openWholeLog(
  engines: Engines,
  { hostId, containerId }: OfContainer,
  signal: AbortSignal,
): Promise<WholeLog> {
  const { name, tty, lastAt } = await engines.ask(hostId, listMs, async (docker, abortSignal) => {
    const container = docker.getContainer(containerId);
    const { Name, Config } = await container.inspect();
    const asked = { stdout: true, stderr: true, timestamps: true, tail: 1, abortSignal } as const;
    const lastLine = await container.logs({ ...asked, follow: false });
    return { name: nameOf(Name), tty: Config.Tty, lastAt: timeIn(lastLine) };
  });
  return { name, lastAt, pieces: readPieces({ engines, hostId, containerId, tty, signal }) };
}

/** Of what an engine sent for one line; a long one has a time in each of its parts. */
function timeIn(sent: Buffer): number | null {
  const found = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z/.exec(sent.toString('latin1'));
  return found ? Date.parse(found[0]) : null;
}

async function* readPieces(parts: {
  engines: Engines;
  hostId: string;
  containerId: string;
  tty: boolean;
  signal: AbortSignal;
}): AsyncGenerator<LogPiece[], void, undefined> {
  const { engines, hostId, containerId, tty } = parts;
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, parts.signal]);
  const source = await engines.follow(hostId, (docker) => openStream(docker, containerId, signal));
  const watch = () => setTimeout(() => source.destroy(cutOff('It said nothing for too long.')), silenceMs);
  let timer = watch();
  const reader = createPieceReader({ tty });
  try {
    for await (const chunk of source) {
      // While nobody takes it, it is not the engine that is silent.
      clearTimeout(timer);
      yield reader.push(chunk as Buffer);
      timer = watch();
    }
    if (!source.complete) throw cutOff('Its end is missing.');
    yield reader.end();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw cutOff(error instanceof Error ? error.message : '', error);
  } finally {
    clearTimeout(timer);
    abort.abort();
    source.destroy();
  }
}

const openStream = async (
  docker: Docker,
  containerId: string,
  signal: AbortSignal,
): Promise<IncomingMessage> => {
  const query = { stdout: '1', stderr: '1', timestamps: '1', follow: '0', tail: 'all' };
  const path = `/containers/${containerId}/logs`;
  return (await requestStream(docker, { method: 'GET', path, query, signal })) as IncomingMessage;
};

/** An engine may also say itself, behind the lines that it has sent, that it cannot read on. */
const cutOff = (details: string, cause?: unknown): AppError =>
  new AppError(
    'UNAVAILABLE',
    cause instanceof LogBroke
      ? 'The Docker engine could not read all of the log.'
      : 'The log did not come as a whole.',
    {
      ...{ hint: 'Nothing was kept. Look whether the host answers, and try again.' },
      ...{ details, reason: 'cut-off' },
    },
    cause,
  );
