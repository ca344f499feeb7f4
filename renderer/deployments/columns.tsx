import type { Deployment } from '../../preload/contract/deployments';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { RelativeTime } from '../ui/time';
import { describeKit, describePlace, endOf, runOf, stateOf, typeWords } from './words';

/** The columns of what is deployed where. */
export const deploymentColumns: TableColumn<Deployment>[] = [
  {
    id: 'participant',
    header: 'Participant',
    cell: ({ participant }) => <span className="font-medium">{participant}</span>,
    sortValue: ({ participant }) => participant,
    width: '2fr',
  },
  {
    id: 'type',
    header: 'Type',
    cell: ({ type }) => typeWords[type],
    sortValue: ({ type }) => typeWords[type],
    width: 76,
    hideBelow: 700,
  },
  {
    id: 'state',
    header: 'State',
    cell: (deployment) => <Status {...stateOf(deployment)} detail={sitesOf(deployment)} />,
    sortValue: (deployment) => stateOf(deployment).label,
    width: 160,
  },
  {
    id: 'host',
    header: 'Host',
    cell: ({ hostName }) => hostName,
    sortValue: ({ hostName }) => hostName,
    width: '1.5fr',
    hideBelow: 320,
  },
  {
    id: 'place',
    header: 'Where',
    cell: ({ place }) => (
      <span className="flex min-w-0 font-mono text-sm" title={describePlace(place)}>
        {/* What tells one place from another is at its end. */}
        <span className="truncate whitespace-pre">{endOf(describePlace(place))[0]}</span>
        <span className="max-w-full shrink-0 truncate">{endOf(describePlace(place))[1]}</span>
      </span>
    ),
    sortValue: ({ place }) => describePlace(place),
    width: '3fr',
    hideBelow: 620,
  },
  {
    id: 'project',
    header: 'Project',
    cell: ({ projectName }) => projectName,
    sortValue: ({ projectName }) => projectName,
    width: '1fr',
    hideBelow: 820,
  },
  {
    id: 'kit',
    header: 'Kit',
    cell: (deployment) => <Status {...describeKit(deployment)} detail={runOf(deployment)} />,
    sortValue: (deployment) => `${describeKit(deployment).label} ${deployment.runNumber}`,
    width: 140,
    hideBelow: 440,
  },
  {
    id: 'deployed',
    header: 'Sent',
    cell: ({ deployedAt }) => <RelativeTime at={deployedAt} />,
    sortValue: ({ deployedAt }) => deployedAt,
    width: 120,
    hideBelow: 960,
  },
];

const sitesOf = ({ state }: Deployment): string | null =>
  typeof state?.sites === 'number' ? `${state.sites} ${state.sites === 1 ? 'site' : 'sites'}` : null;
