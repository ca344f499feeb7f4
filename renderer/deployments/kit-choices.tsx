import type { Deployment } from '../../preload/contract/deployments';
import type { KitSummary } from '../../preload/contract/kits';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { typeWords } from './words';

/** As many as are sent at once. */
export const mostSent = 200;

/** A kit that can be sent, and the hosts that its participant has one on. */
export interface KitChoice {
  kit: KitSummary;
  hosts: string[];
}

const ranks: Record<KitSummary['type'], number> = { server: 0, relay: 1, client: 2, admin: 3 };
const collator = new Intl.Collator('en', { numeric: true });

/** The server of each project before its relays and sites. */
export function toChoices(kits: readonly KitSummary[], deployments: readonly Deployment[]): KitChoice[] {
  const at = new Map<string, string[]>();
  for (const { projectId, participant, hostName } of deployments) {
    const key = `${projectId} ${participant}`;
    at.set(key, [...(at.get(key) ?? []), hostName]);
  }
  return kits
    .map((kit) => ({ kit, hosts: at.get(`${kit.projectId} ${kit.participant}`) ?? [] }))
    .toSorted(
      ({ kit: a }, { kit: b }) =>
        collator.compare(a.projectName, b.projectName) ||
        ranks[a.type] - ranks[b.type] ||
        collator.compare(a.participant, b.participant),
    );
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
