import type { ContainerDetail, Gpu } from '../../preload/contract/containers';
import { describeRestart } from '../shell/restart-words';
import { Copyable } from '../ui/copy';
import { FactList } from '../ui/facts';
import { formatExact } from '../ui/format';
import {
  describeCpu,
  describeExit,
  describeGpu,
  describeGpus,
  describeMemory,
  describePorts,
  diskOf,
  networkOf,
} from './container-words';
import type { ContainerRow } from './host-view';

/** What it is, where it runs and what it uses. */
export function DetailFacts({
  row,
  detail,
  gpus,
}: {
  row: ContainerRow;
  detail: ContainerDetail;
  gpus: Gpu[];
}) {
  const { usage } = row;
  const { limits } = detail;
  const facts = [
    { label: 'Host', value: row.hostName },
    { label: 'Image', value: <Copyable mono value={detail.image} label="image" /> },
    { label: 'Id', value: <Copyable mono value={detail.id.slice(0, 12)} label="id" /> },
    { label: 'Command', value: <span className="font-mono text-sm">{detail.command.join(' ')}</span> },
    { label: 'Created', value: formatExact(detail.createdAt) },
    { label: 'Started', value: detail.startedAt === null ? null : formatExact(detail.startedAt) },
    {
      label: 'Ended',
      value: detail.exitCode === null || detail.finishedAt === null ? null : formatExact(detail.finishedAt),
    },
    { label: 'Exit code', value: describeExit(detail.exitCode, row.outOfMemory) },
    { label: 'Restart policy', value: describeRestart(detail.restartPolicy) },
    { label: 'Ports', value: describePorts(row.ports) },
    { label: 'CPU', value: describeCpu(usage?.cpuPercent ?? null, limits.cpus) },
    { label: 'Memory', value: describeMemory(usage?.memoryBytes ?? null, limits.memoryBytes) },
    { label: 'GPU memory', value: describeGpus(row.gpus) },
    ...gpus
      .filter(({ index }) => row.gpus?.some((share) => share.index === index))
      .map((gpu) => ({ key: `gpu ${gpu.index}`, label: gpu.name, value: describeGpu(gpu) })),
    { label: 'Network in, out', value: networkOf(usage) },
    { label: 'Disk read, written', value: diskOf(usage) },
  ];
  return <FactList layout="column" facts={facts.filter(({ value }) => value !== null && value !== '')} />;
}
