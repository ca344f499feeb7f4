import type { Readable } from 'node:stream';
import type Docker from 'dockerode';

interface Request {
  method: 'GET' | 'POST' | 'DELETE';
  /** Without the version, such as `/system/df`. */
  path: string;
  /** A list becomes the same word several times. */
  query?: Record<string, string | string[]>;
  signal?: AbortSignal | undefined;
  /** A body that is sent as it is read. */
  body?: Readable;
  headers?: Record<string, string>;
}

/** For what dockerode has no method for, or one that leaves out what it was given, such as the filters of `pruneBuilder`. */
export const request = <T>(docker: Docker, wanted: Request): Promise<T> => dial<T>(docker, wanted, false);

/** A registry behind the engine, or a disk, may take its time before the first byte. */
const firstByteMs = 5 * 60_000;

/**
 * The same, for an answer that is read as it comes. It has to begin within five minutes, unless there is a body,
 * which may take longer: whoever sends it watches over that.
 */
export async function requestStream(docker: Docker, wanted: Request): Promise<Readable> {
  if (wanted.body) return dial<Readable>(docker, wanted, true);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), firstByteMs);
  try {
    const signals = [late.signal, wanted.signal].filter((signal) => signal !== undefined);
    return await dial<Readable>(docker, { ...wanted, signal: AbortSignal.any(signals) }, true);
  } finally {
    clearTimeout(timer);
  }
}

type Modem = { dial(options: object, done: (error: unknown, answer: unknown) => void): void };

function dial<T>(
  docker: Docker,
  { method, path, query, signal, body, headers }: Request,
  isStream: boolean,
): Promise<T> {
  return new Promise((resolve, reject) => {
    (docker.modem as Modem).dial(
      {
        ...{ path: `${path}?`, method, isStream, abortSignal: signal, file: body, headers },
        options: { _query: query ?? {}, _body: {} },
        statusCodes: { 200: true, 201: true, 204: true },
      },
      (error, answer) => (error ? reject(error) : resolve(answer as T)),
    );
  });
}
