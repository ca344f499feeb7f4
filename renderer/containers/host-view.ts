import type { Client } from '../../preload/contract/index';
import type { Container, Engine, Gpu, Measure } from '../../preload/contract/containers';

type Stream = Awaited<ReturnType<Client['containers']['watch']>>;
export type HostEvent = Stream extends AsyncIterable<infer Event> ? Event : never;

/** What is known of one host: the last list stays while the host does not answer. */
export interface HostView {
  state: 'asking' | 'answered' | 'failed';
  engine: Engine | null;
  containers: Container[];
  gpus: Gpu[];
  measures: ReadonlyMap<string, Measure>;
  error: { message: string; hint: string } | null;
}

export interface ContainerRow extends Container {
  hostId: string;
  hostName: string;
  limits: Measure['limits'];
  usage: Measure['usage'];
  gpus: Measure['gpus'];
  startError: Measure['startError'];
  outOfMemory: Measure['outOfMemory'];
  /** The host does not answer now: this is how it was. */
  stale: boolean;
}

const unasked: HostView = {
  ...{ state: 'asking', engine: null, containers: [], gpus: [], measures: new Map(), error: null },
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
    next.set(event.hostId, {
      ...before,
      ...{ gpus: event.gpus, measures: new Map(event.measures.map((each) => [each.id, each])) },
    });
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
      return {
        ...{ ...container, hostId, hostName, stale, limits: measured?.limits ?? null },
        ...{ startError: measured?.startError ?? null, outOfMemory: measured?.outOfMemory ?? false },
        ...{ usage: null, gpus: null },
        // Figures of a host that does not answer are of another time.
        ...(!stale && measured && { usage: measured.usage, gpus: measured.gpus }),
      };
    });
  });
}

/** Ids are unique within one engine only: two hosts may lead to the same one. */
export const rowId = ({ hostId, id }: Pick<ContainerRow, 'hostId' | 'id'>): string => `${hostId} ${id}`;
