import type { Host, HostHealth } from '../../preload/contract/hosts';
import { formatBytes, formatCores, formatDuration } from '../ui/format';
import type { StatusState } from '../ui/status';

/** One part of the health of a host. `stale`: not known. */
export interface HealthRow {
  label: string;
  state: Extract<StatusState, 'ok' | 'attention' | 'stale'>;
  value: string;
}

/** NVFlare's certificates and sign-ons are refused when clocks are apart. */
const skewAttentionMs = 5000;
const slowMs = 1000;
const scarce = 0.1;

const known = (label: string, value: string, attention = false): HealthRow => ({
  ...{ label, value },
  state: attention ? 'attention' : 'ok',
});
const unknown = (label: string, value = 'Not known'): HealthRow => ({ label, state: 'stale', value });

/** Each part in words, with what wants attention marked. */
export function healthRows(health: HostHealth, kind: Host['kind'] = 'ssh'): HealthRow[] {
  const { latencyMs, docker, cgroup, python, nvflare } = health;
  const engine = [
    docker
      ? known(
          'Docker',
          docker.remark ??
            (docker.product === 'Docker'
              ? `${docker.version}, API ${docker.apiVersion}`
              : `${docker.product} ${docker.version} in its place, API ${docker.apiVersion}`),
          docker.remark !== null,
        )
      : unknown('Docker', 'No engine answers at its socket'),
    cgroup === null ? unknown('Control groups') : known('Control groups', `Version ${cgroup}`),
  ];
  const answers =
    latencyMs === null
      ? unknown('Response time')
      : known('Response time', formatDuration(latencyMs), latencyMs > slowMs);
  // An engine knows nothing of disks, ports and Pythons: what cannot be asked is no row.
  if (kind === 'docker-tls') return [answers, clockRow(health), memoryRow(health), cpuRow(health), ...engine];
  return [
    answers,
    // This machine's is what others are compared with.
    ...(kind === 'local' ? [] : [clockRow(health)]),
    roomRow('Disk', health.disk?.freeBytes, health.disk?.totalBytes),
    memoryRow(health),
    cpuRow(health),
    networkRow(health),
    ...health.gpus.map((gpu) => known(`GPU ${gpu.index}`, describeGpu(gpu))),
    ...(health.gpus.length === 0 ? [unknown('GPU', 'None found')] : []),
    ...engine,
    python === null ? unknown('Python', 'No python3 on the PATH') : known('Python', python),
    nvflare === null
      ? unknown('NVFlare', 'In none of the Pythons that were found')
      : known('NVFlare', `${nvflare.version}, in ${nvflare.python}`),
    portsRow(health),
  ];
}

function clockRow({ clockSkewMs: skew }: HostHealth): HealthRow {
  if (skew === null) return unknown('Clock');
  if (Math.abs(skew) < 1000) return known('Clock', 'In step with this machine');
  const way = skew > 0 ? 'ahead' : 'behind';
  return known('Clock', `${formatDuration(Math.abs(skew))} ${way}`, Math.abs(skew) > skewAttentionMs);
}

function roomRow(label: string, free: number | undefined, total: number | undefined): HealthRow {
  if (free === undefined || total === undefined) return unknown(label);
  return known(label, `${formatBytes(free)} of ${formatBytes(total)} free`, free < total * scarce);
}

function memoryRow({ memory }: HostHealth): HealthRow {
  if (memory?.availableBytes === null) return known('Memory', `${formatBytes(memory.totalBytes)} in all`);
  return roomRow('Memory', memory?.availableBytes, memory?.totalBytes);
}

function cpuRow({ cpus, load, cpuPercent }: HostHealth): HealthRow {
  if (cpus === null && cpuPercent === null) return unknown('CPU');
  const words = [
    ...(cpuPercent === null ? [] : [`${formatPercent(cpuPercent)} busy`]),
    ...(cpus === null ? [] : [formatCores(cpus)]),
    ...(load === null ? [] : [`load ${load}`]),
  ];
  return known('CPU', words.join(', '), load !== null && cpus !== null && load > cpus * 2);
}

/** `7 %`, `0.4 %`. */
export const formatPercent = (percent: number): string =>
  `${percent < 1 && percent > 0 ? percent.toFixed(1) : Math.round(percent)} %`;

function networkRow({ network }: HostHealth): HealthRow {
  if (!network) return unknown('Network');
  const rate = (bytes: number) => `${formatBytes(bytes)}/s`;
  return known('Network', `${rate(network.receivedPerSecond)} in, ${rate(network.sentPerSecond)} out`);
}

/** What one GPU is, and what of that is known of what it does. */
export function describeGpu({
  name,
  totalBytes,
  usedBytes,
  busyPercent,
}: HostHealth['gpus'][number]): string {
  return [
    name,
    ...(busyPercent === null ? [] : [`${formatPercent(busyPercent)} busy`]),
    ...(usedBytes === null || totalBytes === null
      ? []
      : [`${formatBytes(usedBytes)} of ${formatBytes(totalBytes)} in use`]),
  ].join(', ');
}

const shownPorts = 24;

function portsRow({ ports }: HostHealth): HealthRow {
  if (ports === null) return unknown('Ports in use');
  const more = ports.length - shownPorts;
  const listed = ports.slice(0, shownPorts).join(', ');
  return known('Ports in use', more > 0 ? `${listed} and ${more} more` : listed || 'None');
}
