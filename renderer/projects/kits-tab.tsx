import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Hammer, History, KeyRound, Rocket } from 'lucide-react';
import type { KitSummary } from '../../preload/contract/kits';
import { HeldCell } from '../kits/held-cell';
import { heldState, heldWords } from '../kits/held-words';
import { kitListOptions } from '../rpc/kit-list';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { DataTable, type TableColumn } from '../ui/table';
import { Expiry } from '../ui/time';
import { useEditor } from './editor-context';
import { typeWords } from './project-words';

/** The current kits; each opens in the list of all kits, where it can be exported. */
export function KitsTab({ onProvision }: { onProvision: () => void }) {
  const { projectId, model, readOnly } = useEditor();
  const navigate = useNavigate();
  const kits = useQuery(kitListOptions({ projectId }));
  const open = (kit?: string) => void navigate({ to: '/kits', search: { project: projectId, kit } });
  if (kits.isPending) return <Progress value={null} label="Reading the kits" />;
  if (!kits.data) {
    return (
      <ErrorPanel error={kits.error} title="The kits could not be read" onRetry={() => void kits.refetch()} />
    );
  }
  return (
    <DataTable
      label="Kits of the project"
      csvName={`${model.name || 'project'}-kits`}
      rows={kits.data}
      columns={kitColumns}
      rowId={(kit) => kit.id}
      initialSort={{ column: 'participant', direction: 'ascending' }}
      onOpen={(kit) => open(kit.id)}
      toolbar={
        <>
          <Button icon={KeyRound} onClick={() => open()}>
            Export and hand over
          </Button>
          <Button
            icon={History}
            onClick={() =>
              void navigate({
                to: '/projects/$projectId/kit-history',
                params: { projectId },
                search: {},
              })
            }
          >
            Kit history
          </Button>
          <Button
            icon={Rocket}
            onClick={() => void navigate({ to: '/deployments', search: { project: projectId } })}
          >
            Deployments
          </Button>
        </>
      }
      empty={
        <EmptyState
          title="No kits yet"
          action={
            readOnly ? null : (
              <Button variant="primary" icon={Hammer} onClick={onProvision}>
                Provision
              </Button>
            )
          }
        >
          Provisioning makes one startup kit for each participant: its certificate, its key and its scripts.
        </EmptyState>
      }
    />
  );
}

const stateWords = { ok: 'Intact', attention: 'Needs attention', failed: 'Unusable' };

const kitColumns: TableColumn<KitSummary>[] = [
  {
    id: 'participant',
    header: 'Participant',
    cell: ({ participant }) => <span className="font-medium">{participant}</span>,
    sortValue: ({ participant }) => participant,
    width: '3fr',
  },
  {
    id: 'type',
    header: 'Type',
    cell: ({ type }) => typeWords[type].label,
    sortValue: ({ type }) => typeWords[type].label,
    width: 90,
  },
  {
    id: 'org',
    header: 'Organisation',
    cell: ({ org }) => org,
    sortValue: ({ org }) => org,
    width: '2fr',
    hideBelow: 560,
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: ({ notAfter }) => <Expiry at={notAfter} />,
    sortValue: ({ notAfter }) => notAfter,
    width: 150,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <Status state={state} label={stateWords[state]} />,
    sortValue: ({ state }) => stateWords[state],
    width: 150,
  },
  {
    id: 'held',
    header: 'Handed over',
    cell: ({ held }) => <HeldCell held={held} />,
    sortValue: ({ held }) => heldWords[heldState(held)].label,
    width: 170,
    hideBelow: 640,
  },
];
