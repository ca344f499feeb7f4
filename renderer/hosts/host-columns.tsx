import type { Host, HostHealth } from '../../preload/contract/hosts';
import { formatBytes, formatCores } from '../ui/format';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { RelativeTime } from '../ui/time';
import { formatPercent } from './health-words';
import { kindWords } from './kind-words';
import { describeAddress, stateOf, stateWords } from './host-words';

/** A host with how it was at the last look at it. */
export interface HostRow {
  host: Host;
  health: HostHealth | null;
}

type Size = Pick<TableColumn<HostRow>, 'width' | 'hideBelow'>;

const text = (
  id: string,
  header: string,
  value: (host: Host) => string,
  size: Size,
): TableColumn<HostRow> => ({
  ...{ id, header, ...size },
  cell: ({ host }) => value(host),
  sortValue: ({ host }) => value(host),
});

/** What is not known is left empty: a host that nobody has looked at has no figures. */
const figure = (
  id: string,
  header: string,
  {
    words,
    order,
    ...size
  }: Size & {
    words: (health: HostHealth) => string | null;
    order: (health: HostHealth) => number | string | null;
  },
): TableColumn<HostRow> => ({
  ...{ id, header, ...size },
  cell: ({ health }) => <span className="tabular">{health ? words(health) : null}</span>,
  sortValue: ({ health }) => (health ? (order(health) ?? '') : ''),
});

const share = (free: number | null | undefined, total: number | undefined): number | null =>
  free === null || free === undefined || total === undefined || total === 0 ? null : 1 - free / total;
const percentOf = (part: number | null): string | null => (part === null ? null : formatPercent(part * 100));
const joined = (...words: (string | null)[]): string => words.filter((word) => word !== null).join(' of ');

const ofKnown: TableColumn<HostRow>[] = [
  figure('cpu', 'CPU', {
    ...{ width: 140, hideBelow: 620 },
    words: ({ cpuPercent, cpus }) =>
      joined(
        cpuPercent === null ? null : formatPercent(cpuPercent),
        cpus === null ? null : formatCores(cpus),
      ),
    order: ({ cpuPercent }) => cpuPercent,
  }),
  figure('memory', 'Memory used', {
    ...{ width: 120, hideBelow: 860 },
    words: ({ memory }) =>
      memory &&
      joined(percentOf(share(memory.availableBytes, memory.totalBytes)), formatBytes(memory.totalBytes)),
    order: ({ memory }) => share(memory?.availableBytes, memory?.totalBytes),
  }),
  figure('disk', 'Disk used', {
    ...{ width: 120, hideBelow: 960 },
    words: ({ disk }) =>
      disk && joined(percentOf(share(disk.freeBytes, disk.totalBytes)), formatBytes(disk.totalBytes)),
    order: ({ disk }) => share(disk?.freeBytes, disk?.totalBytes),
  }),
  figure('gpus', 'GPUs', {
    ...{ width: 80, hideBelow: 1040 },
    words: ({ gpus }) => (gpus.length > 0 ? String(gpus.length) : null),
    order: ({ gpus }) => gpus.length,
  }),
  figure('docker', 'Docker', {
    ...{ width: 100, hideBelow: 1120 },
    words: ({ docker }) =>
      docker && (docker.product === 'Docker' ? docker.version : `${docker.product} ${docker.version}`),
    order: ({ docker }) => docker?.version ?? null,
  }),
  {
    ...{ id: 'looked-at', header: 'Looked at', width: 120, hideBelow: 760 },
    cell: ({ health }) => (health ? <RelativeTime at={health.figuresAt} /> : null),
    sortValue: ({ health }) => health?.figuresAt ?? 0,
  },
];

/** The columns of the list of hosts. */
export const hostColumns: TableColumn<HostRow>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ host }) => <span className="font-medium">{host.name}</span>,
    sortValue: ({ host }) => host.name,
    width: '3fr',
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ host }) => <Status {...stateWords[stateOf(host)]} />,
    sortValue: ({ host }) => stateWords[stateOf(host)].label,
    width: 150,
  },
  text('kind', 'Connection', ({ kind }) => kindWords[kind], { width: 130, hideBelow: 1400 }),
  text('address', 'Address', describeAddress, { width: '3fr', hideBelow: 480 }),
  text('user', 'User', ({ username }) => username, { width: 120, hideBelow: 1300 }),
  text('group', 'Group', ({ group }) => group, { width: '2fr', hideBelow: 780 }),
  text('labels', 'Labels', ({ labels }) => labels.join(', '), { width: '2fr', hideBelow: 1240 }),
  ...ofKnown,
];
