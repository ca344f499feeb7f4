import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { AppError } from '../errors';
import type { ContainerState } from './container-state';
import type { InContainer } from './exec';
import { gone, inMemory, putProblem, refused } from './problems';

const answerMs = 30_000;
/** For all of an upload; one that stands still is given up long before. */
const longestMs = 24 * 60 * 60_000;
const stillMs = 60_000;

interface Request {
  method: 'GET' | 'HEAD' | 'PUT';
  path: Buffer;
  more?: string;
  body?: Readable;
  signal?: AbortSignal | undefined;
}

const statuses = { 200: true, 400: 'refused', 403: 'forbidden', 404: 'not there', 500: 'failed' };

/** A request for the archive of a container. dockerode takes a path as text; the engine takes any bytes. */
function request<T>(docker: Docker, containerId: string, { method, path, more = '', body, signal }: Request) {
  const options = {
    // What follows the last `&` would be the options, of which there are none.
    path: `/containers/${containerId}/archive?path=${encodeBytes(path)}${more}&`,
    ...{ method, isStream: method !== 'PUT', statusCodes: statuses },
    ...(body && { file: body }),
    ...(signal && { abortSignal: signal }),
  };
  return new Promise<T>((resolve, reject) => {
    docker.modem.dial(options, (error: unknown, answer: unknown) =>
      error ? reject(error) : resolve(answer as T),
    );
  });
}

export const encodeBytes = (path: Buffer): string =>
  [...path]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w./-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');

/** Where a link leads at last; null for anything else. @throws AppError NOT_FOUND */
export async function followLink({ engines, hostId, containerId, signal }: InContainer, path: Buffer) {
  const look = async (docker: Docker) => {
    const answer = await request<Readable & { headers: Record<string, string> }>(docker, containerId, {
      ...{ method: 'HEAD', path },
    });
    answer.resume();
    const stat = answer.headers['x-docker-container-path-stat'] ?? '';
    const { linkTarget } = JSON.parse(Buffer.from(stat, 'base64').toString()) as { linkTarget?: string };
    // Bytes that are no text are lost in such an answer, and what is left may name another file.
    if (linkTarget?.includes('\ufffd')) throw refused(path, 'it leads to a name that is no text');
    return linkTarget ? Buffer.from(linkTarget) : null;
  };
  return engines.ask(hostId, answerMs, look, signal).catch((error: unknown) => {
    throw isMissing(error) ? gone(path) : error;
  });
}

/** What is at a path, with all that is below it, as a tar. @throws AppError NOT_FOUND */
export function getArchive(
  { engines, hostId, containerId, signal: waiting }: InContainer,
  path: Buffer,
  until?: AbortSignal,
): Promise<Readable> {
  const signal = anyOf(until, waiting);
  return engines
    .ask(hostId, answerMs, (docker) =>
      request<Readable>(docker, containerId, { method: 'GET', path, signal }),
    )
    .catch((error: unknown) => {
      signal.throwIfAborted();
      throw isMissing(error) ? gone(path) : error;
    });
}

/** Has the engine unpack a tar into a folder of the container. Done when all of it is there. @throws AppError */
export async function putArchive(
  { engines, hostId, containerId, inMemory: memory, signal: waiting }: ContainerState,
  folder: Buffer,
  { body, signal: until }: { body: Readable; signal: AbortSignal },
): Promise<void> {
  const signal = anyOf(until, waiting);
  if (memory.some((at) => `${folder.toString('latin1')}/`.startsWith(`${at.replace(/\/$/, '')}/`)))
    throw inMemory(folder);
  const still = new AbortController();
  const timer = setTimeout(() => still.abort(), stillMs);
  body.on('data', () => timer.refresh());
  body.pause();
  const more = '&noOverwriteDirNonDir=1';
  const ending = anyOf(signal, still.signal);
  try {
    await engines.ask(hostId, longestMs, (docker) =>
      request(docker, containerId, { method: 'PUT', path: folder, more, body, signal: ending }),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw isMissing(error) ? gone(folder) : putProblem(error);
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}

const anyOf = (...signals: (AbortSignal | undefined)[]): AbortSignal =>
  AbortSignal.any(signals.filter((signal) => signal !== undefined));

/** That it is the container that is missing is said in words only. */
const isMissing = (error: unknown): boolean =>
  error instanceof AppError &&
  error.data.reason === 'docker-404' &&
  !/No such container/.test(error.data.details ?? '');
