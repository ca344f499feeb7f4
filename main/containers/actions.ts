import type Docker from 'dockerode';
import type { ContainerAction, ContainerDetail, ContainerLimits } from '../../preload/contract/containers';
import { AppError, invalid } from '../errors';
import { actionMs, type Engines, listMs } from '../docker/engines';
import { rejoin } from '../docker/lost-network';
import { abortable } from '../process/abortable';
import type { Bells } from './watch';
import { limitsOf, toDetail } from './views';

export interface OfContainer {
  hostId: string;
  containerId: string;
}

const work: Record<ContainerAction, (container: Docker.Container) => Promise<unknown>> = {
  start: (container) => container.start(),
  stop: (container) => container.stop(),
  restart: (container) => container.restart(),
  pause: (container) => container.pause(),
  unpause: (container) => container.unpause(),
  kill: (container) => container.kill(),
};

const starts: ContainerAction[] = ['start', 'restart'];
const stops: ContainerAction[] = ['stop', 'restart'];

/** Seconds that a container is thought to be given to end where its engine does not say in time. */
const busyGrace = 3600;

/** The longest time that a timer can be set to. */
const forever = 2 ** 31 - 1;

/**
 * How long an engine is waited for that ends a program: its grace, before it is killed, and then as for anything else.
 * A request that is cut before would be the end of the grace.
 * @param stopTimeout seconds, of the container's settings; negative is without end. Engines give ten when there is none.
 * @returns milliseconds
 */
export function patienceFor(stopTimeout: number | undefined): number {
  const grace = stopTimeout ?? 10;
  return grace < 0 ? forever : Math.min(forever, actionMs + grace * 1000);
}

/** An engine answers 304 where it is so already: what was wanted is there. */
const isAlready = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 304;

export interface ActionParts {
  engines: Engines;
  bells: Bells;
  /** Says in words why a container did not start, such as who has its port. */
  explainStart: (of: OfContainer, error: unknown) => Promise<unknown>;
}

/** What is done to one container. All of them are done when the engine says so, or an AppError says why not. */
export function createActions({ engines, bells, explainStart }: ActionParts) {
  async function change<T>(
    { hostId, containerId }: OfContainer,
    doIt: (container: Docker.Container, docker: Docker, signal: AbortSignal) => Promise<T>,
    { until, ms = actionMs }: { until?: AbortSignal | undefined; ms?: number } = {},
  ): Promise<T> {
    until?.throwIfAborted();
    const asked = engines
      .ask(hostId, ms, (docker, signal) => doIt(docker.getContainer(containerId), docker, signal))
      .finally(() => bells.ring(hostId));
    // Only the waiting ends: some engines take a request that is cut for the end of a stop's grace, or stop a container
    // that was to be restarted and leave it so.
    return until ? abortable(asked, until) : asked;
  }
  async function patienceOf({ hostId, containerId }: OfContainer, until?: AbortSignal): Promise<number> {
    const look = (docker: Docker) => docker.getContainer(containerId).inspect();
    try {
      const { Config } = await engines.ask(hostId, listMs, look, until);
      return patienceFor((Config as { StopTimeout?: number }).StopTimeout);
    } catch (error) {
      until?.throwIfAborted();
      if (!(error instanceof AppError) || error.data.reason !== 'timeout') throw error;
      // A busy engine may not say, and is to stop it all the same. Its grace may be long.
      return patienceFor(busyGrace);
    }
  }
  const only = ({ hostId, containerId }: OfContainer): OfContainer => ({ hostId, containerId });

  return {
    /** @throws the signal's reason when it aborts; what the engine has begun, it may finish */
    async act(input: OfContainer & { action: ContainerAction }, until?: AbortSignal): Promise<OfContainer> {
      const doIt = async (container: Docker.Container, docker: Docker, signal: AbortSignal) => {
        if (starts.includes(input.action)) await rejoin(docker, container);
        signal.throwIfAborted();
        await work[input.action](container).catch((error: unknown) => {
          if (!isAlready(error)) throw error;
        });
      };
      const ms = stops.includes(input.action) ? await patienceOf(input, until) : actionMs;
      await change(input, doIt, { until, ms }).catch(async (error: unknown) => {
        until?.throwIfAborted();
        throw starts.includes(input.action) ? await explainStart(only(input), error) : error;
      });
      return only(input);
    },
    async rename(input: OfContainer & { name: string }): Promise<OfContainer> {
      await change(input, (container) => container.rename({ name: input.name }));
      return only(input);
    },
    /** @throws the signal's reason when it aborts; what the engine has begun, it may finish */
    async remove(
      input: OfContainer & { force: boolean; volumes: boolean },
      until?: AbortSignal,
    ): Promise<OfContainer> {
      await change(input, (container) => container.remove({ force: input.force, v: input.volumes }), {
        until,
      });
      return only(input);
    },
    inspect: ({ hostId, containerId }: OfContainer, until?: AbortSignal): Promise<ContainerDetail> =>
      engines.ask(
        hostId,
        listMs,
        async (docker) => toDetail(await docker.getContainer(containerId).inspect()),
        until,
      ),
    /** @throws AppError INVALID where the host has less */
    async setLimits(input: OfContainer & ContainerLimits): Promise<ContainerLimits> {
      await assertFits(engines, input);
      return change(input, async (container) => {
        const { HostConfig: before } = await container.inspect();
        await container.update({
          ...(input.cpus === null ? {} : { NanoCpus: Math.round(input.cpus * 1e9) }),
          ...(input.memoryBytes === null ? {} : memoryWith(input.memoryBytes, before)),
        });
        return limitsOf(await container.inspect());
      });
    },
  };
}

/**
 * The limit of memory and swap together has to move with that of memory, or the engine refuses: the swap on top
 * stays as much as it was. -1 is swap without limit; an engine gives as much swap as memory when nobody says.
 */
export function memoryWith(
  memoryBytes: number,
  before: { Memory?: number | undefined; MemorySwap?: number | undefined },
): { Memory: number; MemorySwap: number } {
  const { Memory = 0, MemorySwap = 0 } = before;
  if (MemorySwap < 0) return { Memory: memoryBytes, MemorySwap: -1 };
  const swap = Memory > 0 && MemorySwap >= Memory ? MemorySwap - Memory : memoryBytes;
  return { Memory: memoryBytes, MemorySwap: memoryBytes + swap };
}

async function assertFits(engines: Engines, { hostId, cpus, memoryBytes }: OfContainer & ContainerLimits) {
  if (cpus === null && memoryBytes === null)
    throw invalid('No limit was given.', 'Enter the cores, the memory, or both.');
  const info: unknown = await engines.ask(hostId, listMs, (docker) => docker.info());
  const { NCPU, MemTotal } = info as { NCPU: number; MemTotal: number };
  const name = engines.nameOf(hostId);
  if (cpus !== null && cpus > NCPU) throw invalid(`"${name}" has ${NCPU} cores.`, `Enter at most ${NCPU}.`);
  if (memoryBytes !== null && memoryBytes > MemTotal)
    throw invalid(
      `"${name}" has ${Math.floor(MemTotal / 1e6)} MB of memory.`,
      'Enter at most as much as the host has.',
    );
}
