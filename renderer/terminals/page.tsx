import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Callout, ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { HostMenu } from './host-menu';
import { PaneTree } from './pane-tree';
import { PreferencesMenu } from './preferences-menu';
import { endBroadcast, openTab, useTerminals } from './store';
import { TabStrip } from './tab-strip';
import { useTerminalShortcuts } from './use-terminal-shortcuts';

const route = getRouteApi('/terminals');

/** Shells of hosts and in containers, in tabs and splits. */
export function TerminalsPage() {
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  const reachable = (hosts.data ?? []).filter(({ kind }) => kind === 'ssh');
  useTargetOfAddress(hosts.data);
  const tabs = useTerminals((s) => s.tabs);
  const shownId = useTerminals((s) => s.shown);
  const tab = tabs.find(({ id }) => id === shownId);
  useTerminalShortcuts(tab);
  return (
    <Page
      title="Terminals"
      actions={
        <>
          <PreferencesMenu />
          {tabs.length > 0 ? <HostMenu hosts={reachable} /> : null}
        </>
      }
      tabs={tabs.length > 0 ? <TabStrip tabs={tabs} shown={shownId} /> : undefined}
    >
      {hosts.error ? <ErrorPanel error={hosts.error} onRetry={() => void hosts.refetch()} /> : null}
      <BroadcastNote active={tab?.active} />
      {tab ? (
        <div className="flex min-h-0 flex-1">
          <PaneTree key={tab.id} tab={tab} layout={tab.layout} />
        </div>
      ) : hosts.data ? (
        <NothingOpen hosts={reachable} />
      ) : null}
    </Page>
  );
}

function NothingOpen({ hosts }: { hosts: Host[] }) {
  const navigate = route.useNavigate();
  const toHosts = (
    <Button variant="primary" onClick={() => void navigate({ to: '/hosts', search: {} })}>
      Go to hosts
    </Button>
  );
  return (
    <EmptyState title="No terminal is open" action={hosts.length > 0 ? <HostMenu hosts={hosts} /> : toHosts}>
      {hosts.length > 0
        ? 'Open a shell on a host here, or in a container from the Containers page.'
        : 'There is no SSH host to open a shell on yet. A shell in a container is opened from the Containers page.'}
    </EmptyState>
  );
}

/** As long as keys of some pane go to several, the page says so, and whether those of the one in use do. */
function BroadcastNote({ active }: { active: string | undefined }) {
  const broadcast = useTerminals((s) => s.broadcast);
  const count = broadcast.length;
  if (count < 2) return null;
  const here = active !== undefined && broadcast.includes(active);
  const where = here ? `${count} panes` : `this pane alone; broadcast is on in ${count} others`;
  return (
    <Callout
      tone="attention"
      title={`What you type goes to ${where}`}
      className="shrink-0"
      action={
        <Button size="sm" onClick={endBroadcast}>
          Stop broadcasting
        </Button>
      }
    />
  );
}

/** Opens the terminal that the address asks for, once, and takes it out of the address. */
function useTargetOfAddress(hosts: Host[] | undefined): void {
  const { host: hostId, container, name, shell = 'auto', user = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const wanted = hostId === undefined ? undefined : `${hostId} ${container ?? ''}`;
  const handled = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (wanted === undefined) handled.current = undefined;
    if (!hosts || hostId === undefined || handled.current === wanted) return;
    handled.current = wanted;
    const hostName = hosts.find(({ id }) => id === hostId)?.name ?? 'Unknown host';
    if (container === undefined) openTab({ kind: 'host', hostId }, hostName);
    else
      openTab(
        { kind: 'container', hostId, containerId: container, shell, user },
        name ?? container.slice(0, 12),
      );
    void navigate({ search: {}, replace: true });
  }, [hosts, hostId, container, name, shell, user, wanted, navigate]);
}
