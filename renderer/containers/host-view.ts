import type { Client } from '../../preload/contract/index';
import type { Container, ContainerLimits, ContainerUsage, Engine } from '../../preload/contract/containers';

type Stream = Awaited<ReturnType<Client['containers']['watch']>>;
export type HostEvent = Stream extends AsyncIterable<infer Event> ? Event : never;

/** What is known of one host: the last list stays while the host does not answer. */
export interface HostView {
  state: 'asking' | 'answered' | 'failed';
  engine: Engine | null;
  containers: Container[];
  measures: ReadonlyMap<string, { limits: ContainerLimits | null; usage: ContainerUsage | null }>;
  error: { message: string; hint: string } | null;
}

export interface ContainerRow extends Container {
  hostId: string;
  hostName: string;
  limits: ContainerLimits | null;
  usage: ContainerUsage | null;
  /** The host does not answer now: this is how it was. */
  stale: boolean;
}

const unasked: HostView = {
  ...{ state: 'asking', engine: null, containers: [], measures: new Map(), error: null },
};

export const viewOf = (views: ReadonlyMap<string, HostView>, hostId: string): HostView =>
  views.get(hostId) ?? unasked;

/** The views after one more event. */
export function afterEvent(
  views: ReadonlyMap<string, HostView>,
  event: HostEvent,
): ReadonlyMap<string, HostView> {
  const before = viewOf(views, event.hostId);
  const next = new Map(views);
  if (event.type === 'listed')
    next.set(event.hostId, {
      ...before,
      ...{ state: 'answered', engine: event.engine, containers: event.containers, error: null },
    });
  else if (event.type === 'measured')
    next.set(event.hostId, { ...before, measures: new Map(event.measures.map((each) => [each.id, each])) });
  else next.set(event.hostId, { ...before, state: 'failed', error: event.error });
  return next;
}

/** One row for each container of these hosts. */
export function rowsOf(
  views: ReadonlyMap<string, HostView>,
  hosts: readonly { id: string; name: string }[],
): ContainerRow[] {
  return hosts.flatMap(({ id: hostId, name: hostName }) => {
    const { containers, measures, state } = viewOf(views, hostId);
    return containers.map((container) => {
      const measured = measures.get(container.id);
      const stale = state !== 'answered';
      const usage = stale ? null : (measured?.usage ?? null);
      return { ...container, hostId, hostName, limits: measured?.limits ?? null, usage, stale };
    });
  });
}

/** Ids are unique within one engine only: two hosts may lead to the same one. */
export const rowId = ({ hostId, id }: Pick<ContainerRow, 'hostId' | 'id'>): string => `${hostId} ${id}`;
