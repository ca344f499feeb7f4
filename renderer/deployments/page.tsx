import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { useState } from 'react';
import type { Deployment } from '../../preload/contract/deployments';
import { orpc } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { FirstRead } from '../ui/first-read';
import { Page } from '../ui/page';
import { usePrimaryAction } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { ActionButtons } from './action-buttons';
import { CheckConnection } from './check-connection';
import { DeploymentsTable } from './deployments-table';
import { DeploymentInspector } from './inspector';
import { LogDialog } from './log-dialog';
import { PageDialogs } from './page-dialogs';
import { useActions } from './use-actions';
import { useDeployments } from './use-deployments';
import { summarise } from './words';

const route = getRouteApi('/deployments');

/** Which kit runs where, and is it all right? */
export function DeploymentsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const deployments = useDeployments();
  const actions = useActions();
  const mayManage = useHost().actor.permissions.includes('deployments.manage');
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  const [logOf, setLogOf] = useState<string | null>(null);
  const go = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  const send = (rows: Deployment[]) =>
    go({
      send: [...new Set(rows.flatMap(({ currentKit }) => currentKit?.kitId ?? []))].join(','),
      to: rows.map(({ id }) => id).join(','),
    });
  const choose = () => go({ new: 1 });
  usePrimaryAction(choose);
  const all = deployments.data ?? [];
  const active = all.find(({ id }) => id === search.open);
  const logged = all.find(({ id }) => id === logOf);
  return (
    <Page
      title="Deployments"
      state={all.length > 0 ? <Status {...summarise(all)} /> : null}
      actions={
        mayManage ? (
          <Button icon={Send} variant="primary" onClick={choose}>
            Send kits
          </Button>
        ) : null
      }
      inspector={
        active ? (
          <DeploymentInspector
            key={active.id}
            deployment={active}
            actions={actions}
            onClose={() => go({ open: undefined })}
            buttons={
              <ActionButtons
                rows={[active]}
                actions={actions}
                onSend={send}
                onLog={() => setLogOf(active.id)}
              >
                <CheckConnection deployment={active} all={all} />
              </ActionButtons>
            }
          />
        ) : undefined
      }
    >
      <FirstRead query={deployments} what="The deployments" />
      {deployments.data ? (
        <DeploymentsTable
          {...{ deployments: all, hosts: hosts.data ?? [] }}
          filter={{ project: search.project ?? null, host: search.host ?? null }}
          onFilter={({ project, host }) => go({ project: project ?? undefined, host: host ?? undefined })}
          actions={actions}
          onSend={send}
          activeId={active?.id ?? null}
          onOpen={(open) => go({ open })}
          onChoose={mayManage ? choose : null}
        />
      ) : null}
      {logged ? <LogDialog deployment={logged} onClose={() => setLogOf(null)} /> : null}
      {mayManage && deployments.data ? (
        <PageDialogs search={search} deployments={all} hosts={hosts.data ?? []} onGo={go} />
      ) : null}
    </Page>
  );
}
