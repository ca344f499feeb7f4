import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { EngineTabs } from '../shell/engine-tabs';
import { HostGate } from '../shell/host-gate';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { ActionButtons } from './action-buttons';
import { ContainerDialogs, type OpenDialog } from './container-dialogs';
import { summarise } from './container-words';
import { ContainerInspector } from './container-inspector';
import { ContainersTable } from './containers-table';
import { FilesLink } from './files-link';
import { HostStates } from './host-states';
import { rowId, rowsOf, viewOf } from './host-view';
import { useActions } from './use-actions';
import { useContainers } from './use-containers';

/** What runs where, and is it all right? */
export function ContainersPage() {
  return (
    <HostGate title="Containers" tabs={<EngineTabs current="/containers" hostId={null} />}>
      {(hosts) => <HostsPage all={hosts} />}
    </HostGate>
  );
}

const route = getRouteApi('/containers');

function HostsPage({ all }: { all: Host[] }) {
  const { host: hostId = null } = route.useSearch();
  const navigate = route.useNavigate();
  const hosts = useMemo(() => all.filter(({ id }) => hostId === null || id === hostId), [all, hostId]);
  const { views, error } = useContainers(hosts.map(({ id }) => id));
  const rows = useMemo(() => rowsOf(views, hosts), [views, hosts]);
  const actions = useActions();
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const [activeId, setActiveId] = useState<string | null>(null);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const active = rows.find((row) => rowId(row) === activeId);
  const state = summarise(
    rows,
    hosts.map(({ id }) => viewOf(views, id)),
  );
  const asking = hosts.some(({ id }) => viewOf(views, id).state === 'asking');
  return (
    <Page
      title="Containers"
      state={state && <Status {...state} />}
      tabs={<EngineTabs current="/containers" hostId={hostId} />}
      actions={
        mayManage ? (
          <Button
            variant="primary"
            icon={Plus}
            onClick={() => void navigate({ to: '/containers/new', search: { host: hostId ?? undefined } })}
          >
            New container
          </Button>
        ) : null
      }
      inspector={
        active ? (
          <ContainerInspector
            key={rowId(active)}
            row={active}
            gpus={viewOf(views, active.hostId).gpus}
            onClose={() => setActiveId(null)}
            onRepair={() => setDialog({ kind: 'repair', row: active })}
            actions={
              <ActionButtons
                rows={[active]}
                actions={actions}
                onLogs={(chosen) => setDialog({ kind: 'logs', rows: chosen })}
                onRename={() => setDialog({ kind: 'rename', row: active })}
                onLimits={() => setDialog({ kind: 'limits', row: active })}
                files={<FilesLink row={active} />}
                onTerminal={() => setDialog({ kind: 'terminal', row: active })}
              />
            }
          />
        ) : undefined
      }
    >
      {error ? <ErrorPanel error={error} title="The containers could not be read" /> : null}
      <HostStates hosts={hosts} views={views} />
      {rows.length === 0 && asking ? (
        <Progress value={null} label="Asking the Docker engines" />
      ) : (
        <ContainersTable
          rows={rows}
          hosts={all}
          hostId={hostId}
          gpus={hosts.some(({ id }) => viewOf(views, id).gpus.length > 0)}
          onHost={(next) => void navigate({ search: { host: next ?? undefined }, replace: true })}
          actions={actions}
          onLogs={(chosen) => setDialog({ kind: 'logs', rows: chosen })}
          activeId={activeId}
          onOpen={setActiveId}
        />
      )}
      <ContainerDialogs dialog={dialog} views={views} actions={actions} onClose={() => setDialog(null)} />
    </Page>
  );
}
