import type { HostPorts, PortProtocol, TakenPort } from '../../preload/contract/host-ports';
import { toAppError } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import { normal, overlap } from './addresses';
import { type ListeningPort, readListeners } from './listeners';
import type { Reservation } from './reservations';

/** A port that a container publishes, or will when it is started. */
interface PublishedPort {
  port: number;
  protocol: PortProtocol;
  address: string;
  containerId: string;
  containerName: string;
  running: boolean;
}

export interface PortSources {
  exec: HostAccess['exec'];
  publishedPorts: (hostId: string, signal?: AbortSignal) => Promise<PublishedPort[]>;
  reservations: (hostId: string) => Reservation[];
}

/** Every port that is not free. @throws AppError when neither the host nor its engine answers */
export async function readTaken(
  sources: PortSources,
  hostId: string,
  signal?: AbortSignal,
): Promise<HostPorts> {
  const [containers, listeners] = await Promise.allSettled([
    sources.publishedPorts(hostId, signal),
    readListeners(sources.exec, hostId, signal),
  ]);
  signal?.throwIfAborted();
  if (containers.status === 'rejected' && listeners.status === 'rejected') throw listeners.reason;
  const published = containers.status === 'fulfilled' ? containers.value : [];
  const listening = listeners.status === 'fulfilled' ? listeners.value : [];
  return {
    ports: [
      ...published.map(fromContainer),
      ...listening.filter((each) => !published.some((own) => isProxy(own, each))).map(fromListener),
      ...sources.reservations(hostId).map(fromReservation),
    ].toSorted((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol)),
    unknown: [
      ...(containers.status === 'rejected' ? [gap('containers', containers.reason)] : []),
      ...(listeners.status === 'rejected' ? [gap('listeners', listeners.reason)] : []),
    ],
  };
}

/** What listens for a container is the container. */
const isProxy = (own: PublishedPort, other: ListeningPort): boolean =>
  own.running &&
  own.port === other.port &&
  own.protocol === other.protocol &&
  overlap(own.address, other.address);

const fromContainer = (each: PublishedPort): TakenPort => ({
  ...{ port: each.port, protocol: each.protocol, address: normal(each.address), kind: 'container' },
  ...{ holder: each.containerName, containerId: each.containerId, active: each.running, since: null },
});

const fromListener = (each: ListeningPort): TakenPort => ({
  ...{ port: each.port, protocol: each.protocol, address: each.address, kind: 'listener' },
  ...{ holder: each.program, containerId: null, active: true, since: null },
});

const fromReservation = (each: Reservation): TakenPort => ({
  ...{ port: each.port, protocol: each.protocol, address: '::', kind: 'reservation' },
  ...{ holder: each.purpose, containerId: null, active: false, since: each.since },
});

function gap(what: 'containers' | 'listeners', reason: unknown): HostPorts['unknown'][number] {
  const error = toAppError(reason);
  return {
    what,
    message: error?.message ?? 'The host could not be asked.',
    hint: error?.data.hint ?? 'Try again.',
  };
}
