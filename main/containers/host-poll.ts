import type { Client } from '../../preload/contract/index';
import type { Container, ContainerUsage, Engine, Measure } from '../../preload/contract/containers';
import { isStuck } from '../../preload/contract/host-problems';
import { AppError } from '../errors';
import { type Engines, listMs } from '../docker/engines';
import type { HostAccess } from '../hosts/host-access';
import type { EngineFacts } from './engine-facts';
import { createGpuLook } from './gpu-look';
import { inTurns } from './in-turns';
import { type Counters, countersOf, memoryOf, type RawStats, usageOf } from './stats';
import { limitsOf, startErrorOf, toContainer, wasOutOfMemory } from './views';

type Stream = Awaited<ReturnType<Client['containers']['watch']>>;
export type HostEvent = Stream extends AsyncIterable<infer Event> ? Event : never;

const settingsStaleMs = 60_000;
/**
 * An engine of 2020 and before some of 2023 tells what a container uses when its clock comes to the next second,
 * whatever it is asked for. Six at once, two hundred took half a minute.
 */
const measuredAtOnce = 100;
/** Someone else may try to start it, which its row in the list does not show. */
const createdStaleMs = 15_000;

/** What only an inspection of a container tells, and when it did. */
type Settings = Pick<Measure, 'limits' | 'startError' | 'outOfMemory'>;
/** `like` is how the list showed it. */
type Known = Map<string, { at: number; like: string; value: Settings }>;

/**
 * Asks one host again and again until the signal: first for its list, then for what each container uses. What
 * is kept between rounds is one sample for each container that is there. `pause` resolves when it is time, and says
 * whether that is because something was done there. Ends when only a person can help: a login that is tried again
 * every few seconds would lock the account.
 */
export async function pollHost(parts: {
  engines: Engines;
  facts: EngineFacts;
  access: Pick<HostAccess, 'exec' | 'need'>;
  hostId: string;
  tell: (event: HostEvent) => void;
  /** Resolves when it is time to measure for the first time: lists come before what is beside them. */
  othersListed: Promise<void>;
  pause: () => Promise<'due' | 'rung'>;
  signal: AbortSignal;
}): Promise<void> {
  const { engines, facts, hostId, tell, signal } = parts;
  const samples = new Map<string, Counters>();
  const known: Known = new Map();
  const lookAtGpus = createGpuLook(parts);
  while (!signal.aborted) {
    try {
      // Both at once: a page waits for the slower one, and not for the other before it.
      const [info, list]: [Engine, Container[]] = await Promise.all([
        facts.of(hostId),
        listContainers(engines, hostId),
      ]);
      if (signal.aborted) return;
      tell({ type: 'listed', hostId, engine: info, containers: list });
      keepOnly(samples, list);
      keepOnly(known, list);
      await parts.othersListed;
      const [{ gpus, shares }, measures] = await Promise.all([
        lookAtGpus(list, signal),
        inTurns(
          list,
          signal,
          (each) => measure({ engines, hostId, container: each, samples, known }),
          measuredAtOnce,
        ),
      ]);
      const withGpus = measures.map((each) => ({ ...each, gpus: shares && (shares.get(each.id) ?? []) }));
      if (!signal.aborted) tell({ type: 'measured', hostId, gpus, measures: withGpus });
    } catch (error) {
      facts.forget(hostId);
      const { message, hint } = wordsOf(error);
      tell({ type: 'failed', hostId, error: { message, hint } });
      if (error instanceof AppError && isStuck(error.data.reason)) return;
    }
    if ((await parts.pause()) === 'rung') known.clear();
  }
}

const listContainers = async (engines: Engines, hostId: string): Promise<Container[]> =>
  engines.ask(hostId, listMs, async (docker, abortSignal) =>
    (await docker.listContainers({ all: true, abortSignal })).map(toContainer),
  );

interface Measuring {
  engines: Engines;
  hostId: string;
  container: Container;
  samples: Map<string, Counters>;
  known: Known;
}

async function measure(parts: Measuring): Promise<Omit<Measure, 'gpus'>> {
  const { id, state } = parts.container;
  const [usage, settings] = await Promise.all([
    state === 'running' || state === 'paused' ? readUsage(parts) : Promise.resolve(null),
    readSettings(parts),
  ]);
  if (usage === null) parts.samples.delete(id);
  return { id, ...settings, usage };
}

async function readUsage({ engines, hostId, container, samples }: Measuring): Promise<ContainerUsage | null> {
  try {
    // `one-shot` does not wait a second for a sample to compare with: the one of the last round is kept here.
    const options = { stream: false, 'one-shot': true } as { stream: false };
    const raw: RawStats = await engines.ask(hostId, listMs, (docker) =>
      docker.getContainer(container.id).stats(options),
    );
    const now = countersOf(raw, Date.now());
    const usage = usageOf(memoryOf(raw), now, samples.get(container.id));
    samples.set(container.id, now);
    return usage;
  } catch {
    // It ended since the list was made. A host that is gone is found out by the next list.
    return null;
  }
}

async function readSettings({ engines, hostId, container, known }: Measuring): Promise<Settings> {
  const { id, state, exitCode } = container;
  const like = `${state} ${exitCode}`;
  const before = known.get(id);
  const staleMs = state === 'created' ? createdStaleMs : settingsStaleMs;
  if (before && before.like === like && Date.now() - before.at < staleMs) return before.value;
  try {
    const info = await engines.ask(hostId, listMs, (docker) => docker.getContainer(id).inspect());
    const value = {
      ...{ limits: limitsOf(info), startError: startErrorOf(info) },
      outOfMemory: wasOutOfMemory(info),
    };
    known.set(id, { at: Date.now(), like, value });
    return value;
  } catch {
    return before?.value ?? { limits: null, startError: null, outOfMemory: false };
  }
}

function keepOnly(map: Map<string, unknown>, list: Container[]): void {
  const there = new Set(list.map(({ id }) => id));
  for (const id of map.keys()) if (!there.has(id)) map.delete(id);
}

const wordsOf = (error: unknown): { message: string; hint: string } =>
  error instanceof AppError
    ? { message: error.message, hint: error.data.hint }
    : { message: 'The Docker engine could not be asked.', hint: 'It is asked again by itself.' };
