import { getRouteApi } from '@tanstack/react-router';
import { ArrowLeftRight, Plus } from 'lucide-react';
import { useHosts } from '../rpc/hosts';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { usePrimaryAction } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { HostDialog } from './host-dialog';
import { HostDialogs } from './host-dialogs';
import { HostInspector } from './host-inspector';
import { summariseHosts } from './host-words';
import { HostsTable } from './hosts-table';
import { ImportDialog } from './import-dialog';
import { ImportMenu } from './import-menu';
import type { ImportSource } from './import-words';
import { useHostFlow } from './use-host-flow';

const route = getRouteApi('/hosts');

/** The machines: how the connection to each is, and the ways to a new one. */
export function HostsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: hosts, error, refetch } = useHosts();
  const flow = useHostFlow();
  const open = (host?: string) => void navigate({ search: { host }, replace: true });
  const show = (what: { new?: 1; import?: ImportSource }) =>
    void navigate({ search: { host: search.host, ...what }, replace: true });
  const add = () => show({ new: 1 });
  usePrimaryAction(add);
  const active = hosts?.find(({ id }) => id === search.host);
  return (
    <Page
      title="Hosts"
      state={hosts && hosts.length > 0 ? <Status {...summariseHosts(hosts)} /> : null}
      actions={
        <>
          <ImportMenu onImport={(source) => show({ import: source })} />
          <Button icon={ArrowLeftRight} onClick={() => void navigate({ to: '/forwards' })}>
            Forwarded ports
          </Button>
          <Button variant="primary" icon={Plus} onClick={add}>
            Add host
          </Button>
        </>
      }
      inspector={
        active && hosts ? (
          <HostInspector host={active} hosts={hosts} flow={flow} onClose={() => open()} />
        ) : undefined
      }
    >
      {error && !hosts ? (
        <ErrorPanel error={error} title="The hosts could not be read" onRetry={() => void refetch()} />
      ) : null}
      {hosts || error ? null : <Progress value={null} label="Reading the hosts" />}
      {hosts ? (
        <>
          <HostsTable hosts={hosts} activeId={active?.id ?? null} onOpen={open} onAdd={add} />
          <HostDialogs flow={flow} hosts={hosts} />
        </>
      ) : null}
      {search.import ? <ImportDialog source={search.import} onClose={() => open(search.host)} /> : null}
      {hosts && search.new ? (
        <HostDialog
          host={null}
          hosts={hosts}
          onClose={() => open(search.host)}
          onSaved={({ id }) => open(id)}
        />
      ) : null}
    </Page>
  );
}
