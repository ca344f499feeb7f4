import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import type { Agreed } from './api-version';
import { createEngine, type Dial } from './engine';
import { engineProblem } from './engine-problem';
import { AppError } from '../errors';
import { abortable } from '../process/abortable';
import type { HostAccess } from '../hosts/host-access';

export type Engines = ReturnType<typeof createEngines>;

/** Longer than an engine at work takes for a list, and short enough to be waited for. */
export const listMs = 5000;
/** An engine gives a program ten seconds to stop by itself. */
export const actionMs = 40_000;
/** The Docker engine of each host, however it is reached. */
export function createEngines(access: HostAccess) {
  const agreed = new Map<string, Agreed>();
  function engineOf(hostId: string, dial: Dial): Docker {
    const ofHost = agreed.get(hostId) ?? { version: null };
    agreed.set(hostId, ofHost);
    return createEngine(dial, ofHost);
  }

  return {
    /**
     * Asks the engine of a host. What it refuses, and that it does not answer in time, is an AppError.
     * With the time, and with `until`, its requests are cut off, and the signal that the work gets aborts. What it asks
     * after that, to clear up, gets through for another while.
     * @param until for what can be given up at any moment, such as a list: then its reason is thrown
     */
    async ask<T>(
      hostId: string,
      ms: number,
      work: (engine: Docker, signal: AbortSignal) => Promise<T>,
      until?: AbortSignal,
    ): Promise<T> {
      const { name } = access.need(hostId);
      until?.throwIfAborted();
      const deadline = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      // A request that waits for its connection does not hear of an abort: the time runs beside it.
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(tooSlow(name, ms));
          deadline.abort();
        }, ms);
      });
      const ending = until ? AbortSignal.any([until, deadline.signal]) : deadline.signal;
      try {
        // A connection that takes longer than this question is of use to the next one.
        const dial = cutting((signal) => access.engineStream(hostId, signal), { until, ending });
        const answer = Promise.race([work(engineOf(hostId, dial), ending), late]);
        return await (until ? abortable(answer, until) : answer);
      } catch (error) {
        until?.throwIfAborted();
        throw engineProblem(error, name);
      } finally {
        clearTimeout(timer);
      }
    },
    /** The same for work that takes as long as it takes: the caller watches over it, and ends it. */
    async follow<T>(hostId: string, work: (engine: Docker) => Promise<T>): Promise<T> {
      try {
        return await work(engineOf(hostId, () => access.engineStream(hostId)));
      } catch (error) {
        throw engineProblem(error, access.need(hostId).name);
      }
    },
    allIds: (): string[] => access.list().map(({ id }) => id),
    nameOf: (hostId: string): string => access.need(hostId).name,
  };
}

/** Each request is a channel of the host's one connection, which would stay for as long as the engine says nothing. */
const cutting =
  (
    open: (signal: AbortSignal | undefined) => Promise<Duplex>,
    { until, ending }: { until: AbortSignal | undefined; ending: AbortSignal },
  ): Dial =>
  async () => {
    const after = ending.aborted;
    const end = after ? AbortSignal.timeout(listMs) : ending;
    const stream = await open(after ? end : until);
    // Whoever asks hears of it by the request; before that has the stream, nobody listens.
    stream.on('error', () => undefined);
    const cut = () => stream.destroy(cutOff());
    if (end.aborted) {
      cut();
      throw cutOff();
    }
    end.addEventListener('abort', cut, { once: true });
    stream.once('close', () => end.removeEventListener('abort', cut));
    return stream;
  };

const cutOff = (): AppError =>
  new AppError('CANCELLED', 'The engine was not waited for any longer.', { hint: 'Try again.' });

const tooSlow = (name: string, ms: number): AppError =>
  new AppError('UNAVAILABLE', `The engine of "${name}" did not answer within ${ms / 1000} seconds.`, {
    hint: 'The host may be busy or cut off. It is asked again by itself.',
    reason: 'timeout',
  });
