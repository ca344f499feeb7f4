import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { client, orpc } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { EngineTabs } from '../shell/engine-tabs';
import { Button } from '../ui/button';
import { confirm } from '../ui/confirm';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { DataTable, type TableColumn } from '../ui/table';
import { RelativeTime } from '../ui/time';
import { toast } from '../ui/toast';
import { SecretDialog } from './secret-dialog';

interface Secret {
  name: string;
  updatedAt: number;
}

const route = getRouteApi('/containers/secrets');

/** Which values the keychain has for the environment of containers. No page shows what they are. */
export function SecretsPage() {
  const { host: hostId = null } = route.useSearch();
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const secrets = useQuery(orpc.containerCreate.secrets.queryOptions());
  const remove = useRemoval();
  const [keeping, setKeeping] = useState(false);
  const columns = useMemo(() => secretColumns(mayManage ? remove : null), [mayManage, remove]);
  const keep = mayManage ? (
    <Button variant="primary" icon={Plus} onClick={() => setKeeping(true)}>
      Add secret
    </Button>
  ) : undefined;
  return (
    <Page
      title="Secrets"
      tabs={<EngineTabs current="/containers/secrets" hostId={hostId} />}
      actions={secrets.data && secrets.data.length > 0 ? keep : null}
    >
      {secrets.error ? (
        <ErrorPanel
          error={secrets.error}
          title="The secrets could not be read"
          onRetry={() => void secrets.refetch()}
        />
      ) : null}
      {secrets.isPending ? <Progress value={null} label="Reading which there are" /> : null}
      {secrets.data && secrets.data.length > 0 ? (
        <p className="shrink-0 text-muted">
          Values that new containers can use as environment variables. They are stored in the keychain of the
          machine that runs Fedwright and are never shown.
        </p>
      ) : null}
      {secrets.data ? (
        <DataTable
          label="Secrets"
          rows={secrets.data}
          columns={columns}
          rowId={({ name }) => name}
          initialSort={{ column: 'name', direction: 'ascending' }}
          filterText={({ name }) => name}
          empty={
            <EmptyState title="No secrets" action={keep}>
              Values that new containers can use as environment variables, such as a login. They are stored in
              the keychain of the machine that runs Fedwright and are never shown.
            </EmptyState>
          }
        />
      ) : null}
      {keeping ? <SecretDialog onClose={() => setKeeping(false)} onKept={() => setKeeping(false)} /> : null}
    </Page>
  );
}

function useRemoval() {
  const queries = useQueryClient();
  return useMemo(
    () =>
      async ({ name }: Secret): Promise<void> => {
        const sure = await confirm({
          title: `Remove the secret "${name}"?`,
          text: 'It goes out of the keychain, and no new container can be made with it. Containers that have it keep it.',
          ...{ confirmLabel: 'Remove', danger: true },
        });
        if (!sure) return;
        try {
          const left = await client.containerCreate.setSecret({ name, value: null });
          queries.setQueryData(orpc.containerCreate.secrets.queryKey(), left);
          toast.success(`Removed "${name}"`);
        } catch (error) {
          toast.error(error);
        }
      },
    [queries],
  );
}

function secretColumns(remove: ((secret: Secret) => Promise<void>) | null): TableColumn<Secret>[] {
  return [
    {
      ...{ id: 'name', header: 'Name', width: '2fr' },
      sortValue: ({ name }) => name,
      cell: ({ name }) => (
        <span className="flex min-w-0 items-center gap-2 font-medium">
          <KeyRound aria-hidden className="size-3.5 shrink-0 text-muted" />
          <span className="truncate">{name}</span>
        </span>
      ),
    },
    {
      ...{ id: 'updatedAt', header: 'Saved', width: '1fr' },
      sortValue: ({ updatedAt }) => updatedAt,
      cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    },
    ...(remove
      ? [
          {
            ...{ id: 'actions', header: 'Actions', width: 100 },
            cell: (secret: Secret) => (
              <Button size="sm" aria-label={`Remove ${secret.name}`} onClick={() => void remove(secret)}>
                Remove
              </Button>
            ),
          },
        ]
      : []),
  ];
}
