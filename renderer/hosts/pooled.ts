import type { HostHealth } from '../../preload/contract/hosts';
import { formatBytes, formatCores } from '../ui/format';
import { formatPercent } from './health-words';

/** What several hosts have together, as far as it is known of each. */
export interface Pool {
  hosts: number;
  /** Of how many something is known. */
  known: number;
  cores: number;
  /** Of the cores whose use is known; null when it is of none. */
  busyPercent: number | null;
  memoryBytes: number;
  /** Of the hosts that tell it, and what these have in all; null when none does. */
  free: { bytes: number; ofBytes: number } | null;
  gpus: number;
}

export function poolOf(all: (HostHealth | null)[]): Pool {
  const known = all.filter((each) => each !== null);
  const sum = (of: (health: HostHealth) => number | null | undefined) =>
    known.reduce<number | null>((total, each) => {
      const value = of(each) ?? null;
      return value === null ? total : (total ?? 0) + value;
    }, null);
  const busy = sum(({ cpus, cpuPercent }) =>
    cpus === null || cpuPercent === null ? null : cpus * cpuPercent,
  );
  const free = sum(({ memory }) => memory?.availableBytes);
  const freeOf = sum(({ memory }) => (memory && memory.availableBytes !== null ? memory.totalBytes : null));
  const measured = sum(({ cpus, cpuPercent }) => (cpuPercent === null ? null : cpus));
  return {
    ...{ hosts: all.length, known: known.length },
    ...{ cores: sum(({ cpus }) => cpus) ?? 0, gpus: sum(({ gpus }) => gpus.length) ?? 0 },
    busyPercent: busy === null || measured === null || measured === 0 ? null : busy / measured,
    memoryBytes: sum(({ memory }) => memory?.totalBytes) ?? 0,
    free: free === null || freeOf === null ? null : { bytes: free, ofBytes: freeOf },
  };
}

/** `48 cores, 12 % busy`, and so on; nothing of what is known of no host. */
export function describePool({ cores, busyPercent, memoryBytes, free, gpus, known }: Pool): string[] {
  if (known === 0) return [];
  const busy = busyPercent === null ? '' : `, ${formatPercent(busyPercent)} busy`;
  return [
    ...(cores === 0 ? [] : [`${formatCores(cores)}${busy}`]),
    ...(memoryBytes === 0 ? [] : [`${formatBytes(memoryBytes)} of memory${freeWords(free, memoryBytes)}`]),
    gpus === 1 ? '1 GPU' : gpus === 0 ? 'no GPU' : `${gpus} GPUs`,
  ];
}

function freeWords(free: Pool['free'], all: number): string {
  if (free === null) return '';
  const of = free.ofBytes === all ? '' : ` of the ${formatBytes(free.ofBytes)} of hosts that tell it`;
  return `, ${formatBytes(free.bytes)} free${of}`;
}
