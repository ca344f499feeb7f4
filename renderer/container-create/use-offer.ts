import { useQueries } from '@tanstack/react-query';
import type { Client } from '../../preload/contract';
import type { Host } from '../../preload/contract/hosts';
import { orpc } from '../rpc/client';

type Answer = Awaited<ReturnType<Client['containerCreate']['offers']>>;

/** What there is to choose from, on one host or on any of several. */
export interface Offer {
  images: string[];
  volumes: string[];
  networks: string[];
  /** What those have that answered so far. */
  capacity: Capacity[];
  /** One of them has not answered yet. */
  asking: boolean;
  /** Why nothing is offered, where that is so. */
  error: unknown;
}

export type Capacity = Pick<Answer, 'cpus' | 'memoryBytes' | 'gpus'> & { hostName: string };

const merge = (lists: string[][]): string[] => [...new Set(lists.flat())].toSorted();

export function useOffer(hosts: Host[]): Offer {
  const answers = useQueries({
    queries: hosts.map(({ id: hostId }) =>
      orpc.containerCreate.offers.queryOptions({ input: { hostId }, retry: false }),
    ),
  });
  const offers = answers.flatMap(({ data }) => data ?? []);
  const failed = answers.length > 0 && answers.every(({ error }) => error !== null);
  return {
    images: merge(offers.map(({ images }) => images)),
    volumes: merge(offers.map(({ volumes }) => volumes)),
    networks: merge(offers.map(({ networks }) => networks)),
    capacity: answers.flatMap(({ data }, index) =>
      data
        ? [
            {
              hostName: hosts[index]?.name ?? '',
              ...{ cpus: data.cpus, memoryBytes: data.memoryBytes, gpus: data.gpus },
            },
          ]
        : [],
    ),
    asking: answers.some(({ isPending }) => isPending),
    error: failed ? answers[0]?.error : null,
  };
}
