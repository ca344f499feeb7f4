import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import {
  describeCpu,
  describeGpus,
  describeMemory,
  describePorts,
  describeState,
  diskOf,
  networkOf,
} from './container-words';
import type { ContainerRow } from './host-view';

const text = (value: string) => (
  <span className="truncate" title={value}>
    {value}
  </span>
);
const number = (value: string) => <span className="tabular truncate text-muted">{value}</span>;
const sum = (a: number | null | undefined, b: number | null | undefined) => (a ?? 0) + (b ?? 0);

export const containerColumns: TableColumn<ContainerRow>[] = [
  {
    ...{ id: 'name', header: 'Name', width: '2fr' },
    sortValue: ({ name }) => name,
    cell: ({ name }) => (
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
    ),
  },
  {
    ...{ id: 'state', header: 'State', width: 144 },
    sortValue: (row) => describeState(row).label,
    cell: (row) => (
      <span title={row.startError ?? row.status} className="min-w-0">
        <Status {...describeState(row)} {...(row.stale && { state: 'stale' })} />
      </span>
    ),
  },
  {
    ...{ id: 'host', header: 'Host', width: '1fr', hideBelow: 480 },
    sortValue: ({ hostName }) => hostName,
    cell: ({ hostName }) => text(hostName),
  },
  {
    ...{ id: 'image', header: 'Image', width: '1.6fr', hideBelow: 620 },
    sortValue: ({ image }) => image,
    cell: ({ image }) => text(image),
  },
  {
    ...{ id: 'ports', header: 'Ports', width: '1fr', hideBelow: 1180 },
    sortValue: ({ ports }) => describePorts(ports),
    cell: ({ ports }) => text(describePorts(ports)),
  },
  {
    ...{ id: 'cpu', header: 'CPU', width: 130, hideBelow: 760 },
    sortValue: ({ usage }) => usage?.cpuPercent ?? -1,
    cell: ({ usage, limits }) => number(describeCpu(usage?.cpuPercent ?? null, limits?.cpus ?? null)),
  },
  {
    ...{ id: 'memory', header: 'Memory', width: 140, hideBelow: 760 },
    sortValue: ({ usage }) => usage?.memoryBytes ?? -1,
    cell: ({ usage, limits }) =>
      number(describeMemory(usage?.memoryBytes ?? null, limits?.memoryBytes ?? null)),
  },
  {
    ...{ id: 'network', header: 'Network in, out', width: 140, hideBelow: 980 },
    sortValue: ({ usage }) => sum(usage?.receivedPerSecond, usage?.sentPerSecond),
    cell: ({ usage }) => number(networkOf(usage)),
  },
  {
    ...{ id: 'disk', header: 'Disk read, written', width: 150, hideBelow: 1080 },
    sortValue: ({ usage }) => sum(usage?.readPerSecond, usage?.writtenPerSecond),
    cell: ({ usage }) => number(diskOf(usage)),
  },
];

/** With what is used of the GPUs, where a host has some. */
export const gpuColumns: TableColumn<ContainerRow>[] = [
  ...containerColumns,
  {
    ...{ id: 'gpu', header: 'GPU memory', width: 140, hideBelow: 860 },
    sortValue: ({ gpus }) => (gpus ?? []).reduce((all, { memoryBytes }) => all + (memoryBytes ?? 1), 0),
    cell: ({ gpus }) => number(describeGpus(gpus)),
  },
];
