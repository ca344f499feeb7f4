import { callbackify } from 'node:util';
import type Docker from 'dockerode';
import { abortable } from '../process/abortable';

/**
 * The versions of the API that this was made for and tried with: of Docker 20.10, and of Docker 29. An engine that
 * knows newer ones is asked in this one, so that what a later version leaves out or calls otherwise is still there.
 */
const oldest = '1.41';
const newest = '1.56';

/** What answers as an engine: Podman does so in Docker's place, with less of it. */
export type Product = 'Docker' | 'Podman';

/** What an engine says of the versions that it speaks, such as `1.41`; empty where it does not say. */
export interface SpokenVersions {
  product: Product;
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

/** @throws Error of the engine */
export const isPodman = async (docker: Docker): Promise<boolean> =>
  readSpoken(await docker.version()).product === 'Podman';

/** What a person should know of an engine that is older or newer than what this was made for; null where it is not. */
export function remarkOn(spoken: SpokenVersions): string | null {
  const name = `${spoken.product} ${spoken.engine}`;
  const limit = spoken.product === 'Docker' ? '20.10' : '4.3';
  if (isVersion(spoken.newest) && isNewer(oldest, spoken.newest))
    return `${name} is older than ${limit}, the oldest that Fedwright was made for: some of what is shown and done here may fail. Update it.`;
  if (isVersion(spoken.oldest) && isNewer(spoken.oldest, newest))
    return `${name} is newer than what this Fedwright was made for: some of what is shown and done here may fail. Update Fedwright.`;
  return null;
}

export function readSpoken(answer: unknown): SpokenVersions {
  const said = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 60) : '');
  return {
    product: productOf(said['Components']),
    engine: text(said['Version']),
    newest: text(said['ApiVersion']),
    oldest: text(said['MinAPIVersion']),
  };
}

/** Podman names itself among the parts that it is made of. */
const productOf = (components: unknown): Product =>
  Array.isArray(components) &&
  components.some((each: { Name?: unknown } | null) => each?.Name === 'Podman Engine')
    ? 'Podman'
    : 'Docker';

const isVersion = (text: string): boolean => /^\d{1,4}\.\d{1,4}$/.test(text);

function isNewer(one: string, other: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [one, other].map((text) =>
    text.split('.').map(Number),
  ) as [number[], number[]];
  return major === otherMajor ? minor > otherMinor : major > otherMajor;
}

/** The version that an engine is asked in, found out once in a while: it may be updated, or be another one by then. */
export interface Agreed {
  version: Promise<string | null> | null;
  /** When it was asked, as `performance.now()` counts. */
  at?: number;
}

const askAgainMs = 5 * 60_000;
const answerWithinMs = 10_000;

interface Dialled {
  path: string;
  method?: string;
  abortSignal?: AbortSignal | undefined;
  file?: unknown;
  openStdin?: boolean | undefined;
}
type Done = (error: unknown, answer: unknown) => void;
type Modem = { dial(options: Dialled, done: Done): void };

/**
 * Has every request name the version of the API that it was made for: one that names none gets the newest of the
 * engine, whatever that has become, and later engines refuse it. An engine that is replaced by one which does not speak
 * that version is asked anew at once, and others are within minutes.
 */
export function speakAgreed(docker: Docker, agreed: Agreed): void {
  const modem = docker.modem as Modem;
  const dial = modem.dial.bind(modem);

  const learn = (): Promise<string | null> => {
    const isOld = agreed.at !== undefined && performance.now() - agreed.at > askAgainMs;
    if (agreed.version && !isOld) return agreed.version;
    agreed.at = performance.now();
    const asked: Promise<string | null> = ask(dial).then(
      ({ version, isSure }) => {
        if (!isSure && agreed.version === asked) agreed.version = null;
        return version;
      },
      (error: unknown) => {
        if (agreed.version === asked) agreed.version = null;
        throw error;
      },
    );
    agreed.version = asked;
    return asked;
  };

  const dialled = (options: Dialled): Promise<unknown> =>
    new Promise((resolve, reject) => {
      dial(options, (error, answer) => (error ? reject(error) : resolve(answer)));
    });

  /** What another request has begun to find out ends with it when that one is given up: then this one asks itself. */
  async function agreeFor({ abortSignal }: Dialled): Promise<string | null> {
    const learnt = () => (abortSignal ? abortable(learn(), abortSignal) : learn());
    const begun = agreed.version !== null;
    try {
      return await learnt();
    } catch (error) {
      if (!begun || abortSignal?.aborted) throw error;
      return learnt();
    }
  }

  async function dialAgreed(options: Dialled, again: boolean): Promise<unknown> {
    // These tell of the versions, and have none.
    if (/^\/(?:_ping|version)\b/.test(options.path)) return dialled(options);
    const version = await agreeFor(options);
    try {
      const path = version === null ? options.path : `/v${version}${options.path}`;
      return await dialled({ ...options, path });
    } catch (error) {
      if (!isOtherVersion(error, options)) throw error;
      agreed.version = null;
      // A body that is sent as it is read can be read once.
      if (again || options.file !== undefined || options.openStdin) throw error;
      return dialAgreed(options, true);
    }
  }
  const dialBack = callbackify(dialAgreed);
  modem.dial = (options, done) => dialBack(options, false, done);
}

/** Answers of what lets this through to nobody, and will not the next time. */
const isRefusal = (status: unknown): boolean => [401, 403, 404, 405].includes(Number(status));

/** `isSure`: whether it is worth to be kept. */
const ask = (dial: Modem['dial']): Promise<{ version: string | null; isSure: boolean }> =>
  new Promise((resolve, reject) => {
    const abortSignal = AbortSignal.timeout(answerWithinMs);
    const wanted = { path: '/version', method: 'GET', statusCodes: { 200: true }, abortSignal };
    dial(wanted, (error, answer) => {
      if (!error) resolve({ version: versionFor(readSpoken(answer)), isSure: true });
      // Something in front of it is in the way: then it is asked as it comes.
      else if (statusOf(error) !== null) resolve({ version: null, isSure: isRefusal(statusOf(error)) });
      else reject(error);
    });
  });

const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'statusCode' in error ? error.statusCode : null;

/** An answer to HEAD says nothing of the reason. */
const isOtherVersion = (error: unknown, { method }: Dialled): boolean =>
  error instanceof Error &&
  statusOf(error) === 400 &&
  (method === 'HEAD' || /client version \S+ is too (?:old|new)/.test(error.message));
