import { callbackify } from 'node:util';
import type Docker from 'dockerode';
import { abortable } from '../process/abortable';

/**
 * The versions of the API that this was made for and tried with: of Docker 20.10, and of Docker 29. An engine that
 * knows newer ones is asked in this one, so that what a later version leaves out or calls otherwise is still there.
 */
const oldest = '1.41';
const newest = '1.56';

/** What an engine says of the versions that it speaks, such as `1.41`; empty where it does not say. */
export interface SpokenVersions {
  engine: string;
  newest: string;
  oldest: string;
}

/** The version to ask an engine in; null where it does not say which ones it knows. */
export function versionFor(spoken: SpokenVersions): string | null {
  if (!isVersion(spoken.newest)) return null;
  const wanted = isNewer(spoken.newest, newest) ? newest : spoken.newest;
  return isVersion(spoken.oldest) && isNewer(spoken.oldest, wanted) ? spoken.oldest : wanted;
}

/** What a person should know of an engine that is older or newer than what this was made for; null where it is not. */
export function remarkOn(spoken: SpokenVersions): string | null {
  if (isVersion(spoken.newest) && isNewer(oldest, spoken.newest))
    return `Docker ${spoken.engine} is older than 20.10, the oldest that Fedwright was made for: some of what is shown and done here may fail. Update it.`;
  if (isVersion(spoken.oldest) && isNewer(spoken.oldest, newest))
    return `Docker ${spoken.engine} is newer than what this Fedwright was made for: some of what is shown and done here may fail. Update Fedwright.`;
  return null;
}

export function readSpoken(answer: unknown): SpokenVersions {
  const said = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 60) : '');
  return {
    engine: text(said['Version']),
    newest: text(said['ApiVersion']),
    oldest: text(said['MinAPIVersion']),
  };
}

const isVersion = (text: string): boolean => /^\d{1,4}\.\d{1,4}$/.test(text);

function isNewer(one: string, other: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [one, other].map((text) =>
    text.split('.').map(Number),
  ) as [number[], number[]];
  return major === otherMajor ? minor > otherMinor : major > otherMajor;
}

/** The version that an engine is asked in, found out once. */
export interface Agreed {
  version: Promise<string | null> | null;
}

const answerWithinMs = 30_000;

interface Dialled {
  path: string;
  abortSignal?: AbortSignal | undefined;
  file?: unknown;
  openStdin?: boolean | undefined;
}
type Done = (error: unknown, answer: unknown) => void;
type Modem = { dial(options: Dialled, done: Done): void };

/**
 * Has every request name the version of the API that it was made for: one that names none gets the newest of the
 * engine, whatever that has become, and later engines refuse it. An engine that is replaced by an older or a newer
 * one meanwhile is asked anew.
 */
export function speakAgreed(docker: Docker, agreed: Agreed): void {
  const modem = docker.modem as Modem;
  const dial = modem.dial.bind(modem);

  const learn = (): Promise<string | null> => {
    agreed.version ??= abortable(ask(dial), AbortSignal.timeout(answerWithinMs)).catch((error: unknown) => {
      agreed.version = null;
      throw error;
    });
    return agreed.version;
  };

  const dialled = (options: Dialled): Promise<unknown> =>
    new Promise((resolve, reject) => {
      dial(options, (error, answer) => (error ? reject(error) : resolve(answer)));
    });

  async function dialAgreed(options: Dialled, again: boolean): Promise<unknown> {
    // These tell of the versions, and have none.
    if (/^\/(?:_ping|version)\b/.test(options.path)) return dialled(options);
    const version = options.abortSignal ? await abortable(learn(), options.abortSignal) : await learn();
    try {
      const path = version === null ? options.path : `/v${version}${options.path}`;
      return await dialled({ ...options, path });
    } catch (error) {
      if (!isOtherVersion(error)) throw error;
      agreed.version = null;
      // A body that is sent as it is read can be read once.
      if (again || options.file !== undefined || options.openStdin) throw error;
      return dialAgreed(options, true);
    }
  }
  const dialBack = callbackify(dialAgreed);
  modem.dial = (options, done) => dialBack(options, false, done);
}

const ask = (dial: Modem['dial']): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const statusCodes = { 200: true };
    dial({ ...{ path: '/version', method: 'GET', statusCodes } }, (error, answer) => {
      if (!error) resolve(versionFor(readSpoken(answer)));
      // Something in front of it lets this through to nobody: then it is asked as it comes.
      else if (statusOf(error) !== null) resolve(null);
      else reject(error);
    });
  });

const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'statusCode' in error ? error.statusCode : null;

const isOtherVersion = (error: unknown): boolean =>
  error instanceof Error &&
  statusOf(error) === 400 &&
  /client version \S+ is too (?:old|new)/.test(error.message);
