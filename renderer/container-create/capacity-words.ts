import { formatBytes, formatCores } from '../ui/format';
import type { Capacity } from './use-offer';

const many = (count: number): string => (count === 0 ? 'no GPU' : count === 1 ? '1 GPU' : `${count} GPUs`);

/** What the host has of each, or the one that has the most; undefined while none has answered. */
export function capacityWords(hosts: readonly Capacity[]) {
  const none = hosts.length > 1 && hosts.every(({ gpus }) => gpus.length === 0);
  return {
    cpus: most(hosts, ({ cpus }) => cpus, formatCores),
    memory: most(hosts, ({ memoryBytes }) => memoryBytes, formatBytes),
    gpus: none ? 'No host has a GPU.' : most(hosts, ({ gpus }) => gpus.length, many),
  };
}

function most(
  hosts: readonly Capacity[],
  of: (host: Capacity) => number,
  words: (count: number) => string,
): string | undefined {
  const [first, ...others] = hosts.toSorted((a, b) => of(b) - of(a));
  if (!first) return undefined;
  return others.length === 0
    ? `${first.hostName} has ${words(of(first))}.`
    : `At most ${words(of(first))}, on ${first.hostName}.`;
}
