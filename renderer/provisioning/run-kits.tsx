import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { KitSummary } from '../../preload/contract/kits';
import type { RunSummary } from '../../preload/contract/provisioning';
import { kitListOptions } from '../rpc/kit-list';
import { Copyable } from '../ui/copy';
import { ErrorPanel } from '../ui/error';
import { Section } from '../ui/page';
import { Progress } from '../ui/progress';
import { DataTable, type TableColumn } from '../ui/table';
import { Expiry } from '../ui/time';

/** The kits that the run made. */
export function RunKits({ run }: { run: RunSummary }) {
  const navigate = useNavigate();
  const kits = useQuery(kitListOptions({ runId: run.id }));
  return (
    <Section title="Kits">
      {kits.isPending ? <Progress value={null} label="Reading the kits" /> : null}
      {kits.error ? <ErrorPanel error={kits.error} onRetry={() => void kits.refetch()} /> : null}
      {kits.data ? (
        <div className="flex max-h-96 min-h-0 flex-col">
          <DataTable
            label="Kits of the run"
            rows={kits.data}
            columns={kitColumns}
            rowId={(kit) => kit.id}
            noFilter={kits.data.length < 12}
            onOpen={(kit) => void navigate({ to: '/kits', search: { project: run.projectId, kit: kit.id } })}
            empty={<p className="p-4 text-muted">The kits of this run were removed.</p>}
          />
        </div>
      ) : null}
    </Section>
  );
}

const typeLabels: Record<KitSummary['type'], string> = {
  server: 'Server',
  client: 'Site',
  relay: 'Relay',
  admin: 'Admin',
};

const kitColumns: TableColumn<KitSummary>[] = [
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
    cell: ({ type }) => typeLabels[type],
    sortValue: ({ type }) => typeLabels[type],
    width: 90,
  },
  {
    id: 'fingerprint',
    header: 'Certificate fingerprint',
    cell: ({ fingerprint256 }) => <Copyable mono label="fingerprint" value={fingerprint256} />,
    sortValue: ({ fingerprint256 }) => fingerprint256,
    width: '3fr',
    hideBelow: 560,
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: ({ notAfter }) => <Expiry at={notAfter} />,
    sortValue: ({ notAfter }) => notAfter,
    width: 130,
  },
];
