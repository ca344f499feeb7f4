import type Docker from 'dockerode';
import type { Agreed } from './api-version';
import { createEngine } from './engine';
import { engineProblem } from './engine-problem';
import { AppError } from '../errors';
import type { HostAccess } from '../hosts/host-access';

export type Engines = ReturnType<typeof createEngines>;

/** Longer than an engine at work takes for a list, and short enough to be waited for. */
export const listMs = 5000;
/** An engine gives a program ten seconds to stop by itself. */
export const actionMs = 40_000;
/** The Docker engine of each host, however it is reached. */
export function createEngines(access: HostAccess) {
  const agreed = new Map<string, Agreed>();
  function engineOf(hostId: string): Docker {
    const ofHost = agreed.get(hostId) ?? { version: null };
    agreed.set(hostId, ofHost);
    return createEngine(() => access.engineStream(hostId), ofHost);
  }

  return {
    /**
     * Asks the engine of a host. What it refuses, and that it does not answer in time, is an AppError.
     * The signal ends with the time: pass it to whatever takes one.
     */
    async ask<T>(
      hostId: string,
      ms: number,
      work: (engine: Docker, signal: AbortSignal) => Promise<T>,
    ): Promise<T> {
      const { name } = access.need(hostId);
      const deadline = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      // A request that waits for its connection does not hear of an abort: the time runs beside it.
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(tooSlow(name, ms));
          deadline.abort();
        }, ms);
      });
      try {
        return await Promise.race([work(engineOf(hostId), deadline.signal), late]);
      } catch (error) {
        throw engineProblem(error, name);
      } finally {
        clearTimeout(timer);
      }
    },
    /** The same for work that takes as long as it takes: the caller watches over it, and ends it. */
    async follow<T>(hostId: string, work: (engine: Docker) => Promise<T>): Promise<T> {
      try {
        return await work(engineOf(hostId));
      } catch (error) {
        throw engineProblem(error, access.need(hostId).name);
      }
    },
    allIds: (): string[] => access.list().map(({ id }) => id),
    nameOf: (hostId: string): string => access.need(hostId).name,
  };
}

const tooSlow = (name: string, ms: number): AppError =>
  new AppError('UNAVAILABLE', `The engine of "${name}" did not answer within ${ms / 1000} seconds.`, {
    hint: 'The host may be busy or cut off. It is asked again by itself.',
    reason: 'timeout',
  });
