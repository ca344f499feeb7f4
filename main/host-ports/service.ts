import type { PortProtocol, TakenPort } from '../../preload/contract/host-ports';
import type { Store } from '../db/open';
import { AppError, invalid } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import { overlap } from './addresses';
import { clashOf, tooFew } from './clash';
import { createReservations, type Reservation } from './reservations';
import { type PortSources, readTaken } from './taken-ports';

interface WantedPort {
  port: number;
  protocol: PortProtocol;
  /** Every address of the host unless told. */
  address?: string;
}

interface PortRange {
  from: number;
  to: number;
  count?: number;
  protocol?: PortProtocol;
  address?: string;
  /** Not these, such as one that an engine has just refused. */
  except?: readonly number[];
}

interface AskOptions {
  signal?: AbortSignal | undefined;
  /** Whose reservations are no hindrance. */
  owner?: string;
  /** The container whose ports are no hindrance: it is about to get them again. */
  containerId?: string;
}

interface KeepOptions {
  /** Who releases them, such as `kit:<id>`. */
  owner: string;
  /** What for, as people read it. */
  purpose: string;
  signal?: AbortSignal | undefined;
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
  const nameOf = (hostId: string) => access.need(hostId).name;
  const taken = async (hostId: string, signal?: AbortSignal) =>
    readTaken(sources, access.need(hostId).id, signal);

  /** Taken by others than the one who asks. */
  async function othersOf(hostId: string, { signal, owner, containerId }: AskOptions): Promise<TakenPort[]> {
    const key = ({ port, protocol }: WantedPort) => `${port}/${protocol}`;
    const kept = reservations.list(hostId).filter((each) => each.owner === owner);
    const own = new Set(kept.map(key));
    const { ports } = await taken(hostId, signal);
    return ports.filter((each) =>
      each.kind === 'reservation'
        ? !own.has(key(each))
        : each.containerId === null || each.containerId !== containerId,
    );
  }

  async function assertFree(hostId: string, wanted: WantedPort[], options: AskOptions = {}): Promise<void> {
    if (wanted.length === 0) return;
    const others = await othersOf(hostId, options);
    for (const each of wanted) {
      const holder = others.find((other) => clashes(other, each));
      if (holder) throw clashOf(nameOf(hostId), holder);
    }
  }

  async function nextFree(hostId: string, range: PortRange, options: AskOptions = {}): Promise<number[]> {
    const { from, to, count = 1, protocol = 'tcp', address = '0.0.0.0', except = [] } = range;
    if (to < from) throw invalid('The range ends before it begins.', 'Enter its lowest port first.');
    const others = await othersOf(hostId, options);
    const isFree = (port: number) =>
      !except.includes(port) && !others.some((other) => clashes(other, { port, protocol, address }));
    const free: number[] = [];
    for (let port = from; port <= to && free.length < count; port += 1) if (isFree(port)) free.push(port);
    if (free.length < count) throw tooFew(nameOf(hostId), { from, to, count, protocol }, free.length);
    return free;
  }

  return {
    /** Every port that is not free. @throws AppError when neither the host nor its engine answers */
    taken,
    /** @throws AppError CONFLICT that names who has the first of them that is taken */
    assertFree,
    /** The first free ports of a range, in their order. @throws AppError CONFLICT when there are fewer */
    nextFree,
    ...createKeeping({ add: reservations.add, assertFree, nextFree }),
    /** One of them, as a person does. @throws AppError NOT_FOUND */
    release: (hostId: string, { port, protocol }: WantedPort): void =>
      reservations.remove(hostId, port, protocol),
    /** All that an owner keeps, on every host. */
    releaseAll: (owner: string): void => reservations.removeOf(owner),
    /** What is kept, without asking the host. */
    reservations: reservations.list,
  };
}

/** How ports are kept for someone. */
function createKeeping(parts: {
  add: (rows: Omit<Reservation, 'since'>[]) => void;
  assertFree: (hostId: string, wanted: WantedPort[], options: AskOptions) => Promise<void>;
  nextFree: (hostId: string, range: PortRange, options: AskOptions) => Promise<number[]>;
}) {
  const keep = (hostId: string, wanted: WantedPort[], { owner, purpose }: KeepOptions): void =>
    parts.add(wanted.map(({ port, protocol }) => ({ hostId, port, protocol, owner, purpose })));
  return {
    /** Keeps these ports, all or none. Those that the owner keeps already stay its own. @throws as `assertFree` */
    async reserve(hostId: string, wanted: WantedPort[], options: KeepOptions): Promise<void> {
      await parts.assertFree(hostId, wanted, options);
      keep(hostId, wanted, options);
    },
    /** Finds free ports and keeps them before anyone else gets them. @throws as `nextFree` */
    async reserveNext(hostId: string, range: PortRange, options: KeepOptions): Promise<number[]> {
      const { protocol = 'tcp' } = range;
      for (let attempt = 1; ; attempt += 1) {
        const ports = await parts.nextFree(hostId, range, { signal: options.signal });
        const wanted = ports.map((port) => ({ port, protocol }));
        if (tryTo(() => keep(hostId, wanted, options), attempt === attempts)) return ports;
      }
    },
  };
}

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

const clashes = (other: TakenPort, wanted: WantedPort): boolean =>
  other.port === wanted.port &&
  other.protocol === wanted.protocol &&
  overlap(other.address, wanted.address ?? '0.0.0.0');
