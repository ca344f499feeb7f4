import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { usePrimaryAction } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { Tabs } from '../ui/tabs';
import { AuthorityDialog } from './authority-dialog';
import { AuthorityTab } from './authority-tab';
import { IncomingInspector } from './incoming-inspector';
import { OwnInspector } from './own-inspector';
import { OwnTab } from './own-tab';
import { RequestDialog } from './request-dialog';
import { summarise } from './summary';
import { useDistributed } from './use-distributed';

const route = getRouteApi('/distributed');

/** Distributed provisioning, for the one who signs and for those who ask. */
export function DistributedPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = useDistributed(search);
  const { tab } = state;
  const go = (next: typeof search) =>
    void navigate({ search: { tab, ca: search.ca, ...next }, replace: true });
  const openNew = () => go({ new: 1 });
  const close = () => go({});
  const inspector = useInspector(state, search.open, { onOpen: (open) => go({ open }), onClose: close });
  usePrimaryAction(openNew);
  return (
    <Page
      title="Signing"
      state={state.loaded ? <Status {...summarise(state)} /> : null}
      actions={
        <Button icon={Plus} variant="primary" onClick={openNew}>
          {tab === 'join' ? 'New request' : 'New CA'}
        </Button>
      }
      tabs={
        <Tabs
          label="Sides"
          value={tab}
          onValueChange={(next) => go({ tab: next })}
          tabs={[
            { value: 'sign', label: 'Sign for others', count: state.waiting },
            { value: 'join', label: 'Get signed', count: state.requests.length },
          ]}
        />
      }
      inspector={inspector}
    >
      {state.error ? (
        <ErrorPanel error={state.error} title="The requests could not be read" onRetry={state.refetch} />
      ) : null}
      {state.loaded || state.error ? null : <Progress value={null} label="Reading the requests" />}
      {state.loaded && tab === 'sign' ? (
        <AuthorityTab
          {...state}
          activeId={search.open ?? null}
          onJoin={() => go({ tab: 'join' })}
          onChoose={(ca) => go({ ca })}
          onOpen={(open) => go({ open })}
          onNew={openNew}
          onReplace={() => go({ replace: 1 })}
        />
      ) : null}
      {state.loaded && tab === 'join' ? (
        <OwnTab
          requests={state.requests}
          activeId={search.open ?? null}
          onOpen={(open) => go({ open })}
          onNew={openNew}
        />
      ) : null}
      {search.replace && tab === 'sign' && state.authority ? (
        <AuthorityDialog replaced={state.authority} onClose={close} onMade={(ca) => go({ ca })} />
      ) : null}
      {search.new && tab === 'sign' ? <AuthorityDialog onClose={close} onMade={(ca) => go({ ca })} /> : null}
      {search.new && tab === 'join' ? (
        <RequestDialog onClose={close} onMade={(open) => go({ open })} />
      ) : null}
    </Page>
  );
}

/** Whatever of the tab is open; undefined when nothing is. */
function useInspector(
  { tab, authority, requests }: ReturnType<typeof useDistributed>,
  openId: string | undefined,
  { onOpen, onClose }: { onOpen: (id: string) => void; onClose: () => void },
): ReactNode {
  const incoming = useQuery(
    orpc.distributed.incoming.queryOptions({
      input: { authorityId: authority?.id ?? null },
      enabled: tab === 'sign' && openId !== undefined && authority !== undefined,
    }),
  );
  const own = tab === 'join' ? requests.find(({ id }) => id === openId) : undefined;
  if (own) {
    const rest = { requests, onOpen, onClose };
    return <OwnInspector key={own.id} request={own} {...rest} />;
  }
  const asked = tab === 'sign' ? incoming.data?.find(({ id }) => id === openId) : undefined;
  if (!asked || !authority) return undefined;
  return (
    <IncomingInspector
      key={asked.id}
      request={asked}
      caFingerprint={authority.fingerprint256}
      project={authority.name}
      caNotAfter={authority.notAfter}
      onClose={onClose}
    />
  );
}
