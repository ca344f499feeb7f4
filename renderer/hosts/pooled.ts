import type { HostHealth } from '../../preload/contract/hosts';
import { formatBytes } from '../ui/format';
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
  /** Of the hosts that tell it; null when none does. */
  freeBytes: number | null;
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
  const measured = sum(({ cpus, cpuPercent }) => (cpuPercent === null ? null : cpus));
  return {
    ...{ hosts: all.length, known: known.length },
    ...{ cores: sum(({ cpus }) => cpus) ?? 0, gpus: sum(({ gpus }) => gpus.length) ?? 0 },
    busyPercent: busy === null || measured === null || measured === 0 ? null : busy / measured,
    memoryBytes: sum(({ memory }) => memory?.totalBytes) ?? 0,
    freeBytes: sum(({ memory }) => memory?.availableBytes),
  };
}

/** `48 cores, 12 % busy`, and so on; nothing where nothing is known. */
export function describePool({ cores, busyPercent, memoryBytes, freeBytes, gpus, known }: Pool): string[] {
  if (known === 0) return [];
  return [
    [
      cores === 1 ? '1 core' : `${cores} cores`,
      ...(busyPercent === null ? [] : [`${formatPercent(busyPercent)} busy`]),
    ].join(', '),
    `${formatBytes(memoryBytes)} of memory${freeBytes === null ? '' : `, ${formatBytes(freeBytes)} free`}`,
    gpus === 1 ? '1 GPU' : gpus === 0 ? 'no GPU' : `${gpus} GPUs`,
  ];
}
