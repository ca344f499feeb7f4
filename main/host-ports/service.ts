import type { TakenPort } from '../../preload/contract/host-ports';
import type { Store } from '../db/open';
import { AppError } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import { chooseEach, lookAt, type PortLook, type PortRange, type WantedPort } from './port-look';
import { createReservations } from './reservations';
import { type PortSources, readTaken } from './taken-ports';

interface AskOptions {
  signal?: AbortSignal | undefined;
  /** Whose reservations are no hindrance. */
  owner?: string;
  /** The container whose ports are no hindrance: it is about to get them. */
  containerId?: string;
  /** What else is no hindrance, such as what is about to end. */
  sparing?: (taken: TakenPort) => boolean;
}

interface KeepOptions {
  /** Who releases them, such as `kit:<id>`. */
  owner: string;
  /** What for, as people read it. */
  purpose: string;
  /** The container whose ports are no hindrance: the one that gets these takes its place. */
  containerId?: string;
  signal?: AbortSignal | undefined;
  sparing?: AskOptions['sparing'];
}

/** Others who look for ports at the same moment are few. */
const attempts = 5;

export type HostPortsService = ReturnType<typeof createHostPorts>;

/** Which ports of each host are taken, and by whom; and those that Fedwright keeps for something. */
export function createHostPorts({
  store,
  access,
  publishedPorts,
}: {
  store: Store;
  access: Pick<HostAccess, 'exec' | 'need'>;
  publishedPorts: PortSources['publishedPorts'];
}) {
  const reservations = createReservations(store);
  const sources = { exec: access.exec, publishedPorts, reservations: reservations.list };
  const taken = async (hostId: string, signal?: AbortSignal) =>
    readTaken(sources, access.need(hostId).id, signal);

  /**
   * One look at a host, and what it says of ports. With `owner` those that it keeps are no hindrance.
   * @throws AppError when neither the host nor its engine answers
   */
  async function look(hostId: string, options: AskOptions = {}): Promise<PortLook> {
    const key = ({ port, protocol }: WantedPort) => `${port}/${protocol}`;
    const kept = reservations.list(hostId).filter((each) => each.owner === options.owner);
    const own = new Set(kept.map(key));
    const { ports } = await taken(hostId, options.signal);
    const others = ports.filter((each) => {
      if (options.sparing?.(each)) return false;
      if (each.kind === 'reservation') return !own.has(key(each));
      return each.containerId === null || each.containerId !== options.containerId;
    });
    return lookAt(others, access.need(hostId).name);
  }

  async function reserve(hostId: string, wanted: WantedPort[], options: KeepOptions): Promise<void> {
    if (wanted.length > 0) (await look(hostId, options)).assertFree(wanted);
    reservations.add(wanted.map((each) => rowOf(hostId, each, options)));
  }

  async function reserveRanges(hostId: string, ranges: PortRange[], options: KeepOptions) {
    for (let attempt = 1; ; attempt += 1) {
      const { signal, containerId } = options;
      const free = await look(hostId, { signal, ...(containerId !== undefined && { containerId }) });
      const chosen = chooseEach(free, ranges);
      const rows = chosen.map((each) => rowOf(hostId, each, options));
      if (tryTo(() => reservations.add(rows), attempt === attempts)) return chosen.map(({ port }) => port);
    }
  }

  return {
    /** Every port that is not free. @throws AppError when neither the host nor its engine answers */
    taken,
    look,
    /** @throws AppError CONFLICT that names who has the first of them that is taken */
    assertFree: async (hostId: string, wanted: WantedPort[], options?: AskOptions): Promise<void> =>
      wanted.length === 0 ? undefined : (await look(hostId, options)).assertFree(wanted),
    /** The first free ports of a range, in their order. @throws AppError CONFLICT when there are fewer */
    nextFree: async (hostId: string, range: PortRange, options?: AskOptions): Promise<number[]> =>
      (await look(hostId, options)).nextFree(range),
    /** Keeps these ports, all or none. Those that the owner keeps already stay its own. @throws as `assertFree` */
    reserve,
    /**
     * Finds free ports for all of these ranges, no two alike, and keeps them before anyone else gets them. A range
     * of one port is that port: it goes before the others. @throws as `nextFree`, and as `assertFree`
     */
    reserveRanges,
    /** As `reserveRanges` for one range. */
    reserveNext: (hostId: string, range: PortRange, options: KeepOptions): Promise<number[]> =>
      reserveRanges(
        hostId,
        Array.from({ length: range.count ?? 1 }, () => ({ ...range, count: 1 })),
        options,
      ),
    /** One of them, as a person does. @throws AppError NOT_FOUND */
    release: (hostId: string, { port, protocol }: WantedPort): void =>
      reservations.remove(hostId, port, protocol),
    /** All that an owner keeps, on every host. */
    releaseAll: (owner: string): void => reservations.removeOf(owner),
    /** What is kept, without asking the host. */
    reservations: reservations.list,
  };
}

const rowOf = (hostId: string, { port, protocol }: WantedPort, { owner, purpose }: KeepOptions) => ({
  ...{ hostId, port, protocol, owner, purpose },
});

/** Someone else may have kept one of them meanwhile, which the next look sees. */
function tryTo(keep: () => void, isLast: boolean): boolean {
  try {
    keep();
    return true;
  } catch (error) {
    if (isLast || !(error instanceof AppError) || error.code !== 'CONFLICT') throw error;
    return false;
  }
}
