import type { ContainerUsage } from '../../preload/contract/containers';

/** What an engine says of one container at one moment; only what is used here. */
export interface RawStats {
  read?: string;
  cpu_stats?: {
    cpu_usage?: { total_usage?: number; percpu_usage?: number[] | null };
    system_cpu_usage?: number;
    online_cpus?: number;
  };
  memory_stats?: { usage?: number; stats?: Record<string, number> };
  networks?: Record<string, { rx_bytes?: number; tx_bytes?: number }>;
  blkio_stats?: { io_service_bytes_recursive?: { op: string; value: number }[] | null };
}

/** The counters of one sample, from which the next one makes rates. */
export interface Counters {
  /** Milliseconds. */
  at: number;
  cpu: number;
  system: number;
  cores: number;
  received: number;
  sent: number;
  read: number;
  written: number;
}

export function countersOf(raw: RawStats, now: number): Counters {
  const { cpu_stats: cpu, networks = {}, blkio_stats: disk } = raw;
  const sum = (values: (number | undefined)[]) =>
    values.reduce<number>((total, each) => total + (each ?? 0), 0);
  const nets = Object.values(networks);
  const io = disk?.io_service_bytes_recursive ?? [];
  // cgroup v1 writes `Read`, v2 `read`.
  const done = (op: string) =>
    sum(io.filter((each) => each.op.toLowerCase() === op).map(({ value }) => value));
  const at = Date.parse(raw.read ?? '');
  return {
    at: Number.isFinite(at) && at > 0 ? at : now,
    cpu: cpu?.cpu_usage?.total_usage ?? 0,
    system: cpu?.system_cpu_usage ?? 0,
    cores: cpu?.online_cpus ?? cpu?.cpu_usage?.percpu_usage?.length ?? 1,
    received: sum(nets.map(({ rx_bytes }) => rx_bytes)),
    sent: sum(nets.map(({ tx_bytes }) => tx_bytes)),
    read: done('read'),
    written: done('write'),
  };
}

/** Memory as docker's own command counts it: without the file cache that the kernel would give back. */
export function memoryOf({ memory_stats: memory }: RawStats): number {
  const usage = memory?.usage ?? 0;
  const cache = memory?.stats?.['total_inactive_file'] ?? memory?.stats?.['inactive_file'] ?? 0;
  return cache < usage ? usage - cache : usage;
}

/** Rates between two samples of one container; null without one before, or after it was started again. */
export function usageOf(memoryBytes: number, now: Counters, before: Counters | undefined): ContainerUsage {
  const seconds = before ? (now.at - before.at) / 1000 : 0;
  const rate = (key: 'received' | 'sent' | 'read' | 'written'): number | null => {
    if (!before || seconds <= 0 || now[key] < before[key]) return null;
    return (now[key] - before[key]) / seconds;
  };
  return {
    cpuPercent: cpuPercent(now, before),
    memoryBytes,
    receivedPerSecond: rate('received'),
    sentPerSecond: rate('sent'),
    readPerSecond: rate('read'),
    writtenPerSecond: rate('written'),
  };
}

function cpuPercent(now: Counters, before: Counters | undefined): number | null {
  if (!before || now.cpu < before.cpu || now.system <= before.system) return null;
  return ((now.cpu - before.cpu) / (now.system - before.system)) * now.cores * 100;
}
