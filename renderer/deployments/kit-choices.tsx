import type { Deployment } from '../../preload/contract/deployments';
import type { KitSummary } from '../../preload/contract/kits';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { inOrder, typeWords } from './words';

/** As many as are sent at once. */
export const mostSent = 200;

/** A kit that can be sent, and the hosts that its participant has one on. */
export interface KitChoice {
  kit: KitSummary;
  hosts: string[];
}

/** The server of each project before its relays and sites. */
export function toChoices(kits: readonly KitSummary[], deployments: readonly Deployment[]): KitChoice[] {
  const at = new Map<string, string[]>();
  for (const { projectId, participant, hostName } of deployments) {
    const key = `${projectId} ${participant}`;
    at.set(key, [...(at.get(key) ?? []), hostName]);
  }
  return inOrder(kits).map((kit) => ({ kit, hosts: at.get(`${kit.projectId} ${kit.participant}`) ?? [] }));
}

export const textOfChoice = ({ kit, hosts }: KitChoice): string =>
  [kit.participant, typeWords[kit.type], kit.projectName, kit.org, ...hosts].join(' ');

export const choiceColumns: TableColumn<KitChoice>[] = [
  {
    id: 'participant',
    header: 'Participant',
    cell: ({ kit }) => <span className="font-medium">{kit.participant}</span>,
    sortValue: ({ kit }) => kit.participant,
    width: '2fr',
  },
  {
    id: 'type',
    header: 'Type',
    cell: ({ kit }) => typeWords[kit.type],
    sortValue: ({ kit }) => typeWords[kit.type],
    width: 76,
  },
  {
    id: 'project',
    header: 'Project',
    cell: ({ kit }) => (
      <>
        {kit.projectName}
        <span className="text-faint">, run {kit.runNumber}</span>
      </>
    ),
    sortValue: ({ kit }) => `${kit.projectName} ${kit.runNumber}`,
    width: '2fr',
  },
  {
    id: 'on',
    header: 'Already on',
    cell: ({ kit, hosts }) =>
      kit.disabled ? (
        <Status state="attention" label="Disabled" detail={hosts.join(', ')} />
      ) : (
        hosts.join(', ')
      ),
    sortValue: ({ hosts }) => hosts.join(', '),
    width: '2fr',
  },
];
