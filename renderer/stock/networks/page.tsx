import { getRouteApi } from '@tanstack/react-router';
import { Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Host } from '../../../preload/contract/hosts';
import { client } from '../../rpc/client';
import { useHost } from '../../rpc/use-capabilities';
import { EngineTabs } from '../../shell/engine-tabs';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty';
import { Page } from '../../ui/page';
import { Progress } from '../../ui/progress';
import { keyOf } from '../for-each';
import { HostGate } from '../gate';
import { HostBar } from '../host-bar';
import { StockTable } from '../stock-table';
import { firstAnswering, rowsOf, useHostLists, useRefreshAfterTasks } from '../use-host-lists';
import { useRemoval } from '../use-removal';
import { countOf } from '../words';
import { networkColumns } from './columns';
import { NetworkInspector } from './network-inspector';
import { type NetworkRow, useOf, useWords } from './network-rows';
import { NewNetwork } from './new-network';

const route = getRouteApi('/containers/networks');
/** Who reaches whom? */
export function NetworksPage() {
  const { host: hostId = null } = route.useSearch();
  return (
    <HostGate title="Networks" tabs={<EngineTabs current="/containers/networks" hostId={hostId} />}>
      {(all) => <Networks all={all} hostId={hostId} />}
    </HostGate>
  );
}

function Networks({ all, hostId }: { all: Host[]; hostId: string | null }) {
  const navigate = route.useNavigate();
  const hosts = useMemo(() => all.filter(({ id }) => hostId === null || id === hostId), [all, hostId]);
  const lists = useHostLists('networks', hosts, (id, signal) =>
    client.networks.list({ hostId: id }, { signal }),
  );
  useRefreshAfterTasks();
  const rows = rowsOf(lists);
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const removal = useRemoval<NetworkRow>({
    ...{ noun: 'network', lost: 'containers cannot join it any more. Containers stay.' },
    remove: (row) => client.networks.remove({ hostId: row.hostId, networkId: row.id }),
  });
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const active = rows.find((row) => keyOf(row) === activeKey);
  const buttons = (chosen: NetworkRow[]) =>
    mayManage ? (
      <Button size="sm" icon={Trash2} busy={removal.busy} onClick={() => void removal.remove(chosen)}>
        Remove
      </Button>
    ) : null;
  return (
    <Page
      title="Networks"
      state={rows.length > 0 ? <span className="text-muted">{countOf(rows.length, 'network')}</span> : null}
      actions={
        mayManage ? (
          <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
            New network
          </Button>
        ) : null
      }
      tabs={<EngineTabs current="/containers/networks" hostId={hostId} />}
      inspector={
        active ? (
          <NetworkInspector
            key={keyOf(active)}
            row={active}
            actions={buttons([active])}
            onClose={() => setActiveKey(null)}
          />
        ) : undefined
      }
    >
      <HostBar lists={lists} noun="network" />
      {rows.length === 0 && lists.some(({ asking }) => asking) ? (
        <Progress value={null} label="Asking the Docker engines" />
      ) : (
        <StockTable
          label="Networks"
          rows={rows}
          columns={networkColumns}
          hosts={all}
          hostId={hostId}
          onHost={(next) => void navigate({ search: { host: next ?? undefined }, replace: true })}
          filterText={({ name, hostName, driver, id, usedBy }) =>
            [name, hostName, driver, id, ...usedBy.map((each) => each.name)].join(' ')
          }
          useOf={useOf}
          useWords={useWords}
          bulk={buttons}
          activeId={activeKey}
          onOpen={setActiveKey}
          empty={<EmptyState title="No networks">The engines that answered have none.</EmptyState>}
        />
      )}
      {creating ? (
        <NewNetwork hosts={all} hostId={hostId ?? firstAnswering(lists)} onClose={() => setCreating(false)} />
      ) : null}
    </Page>
  );
}
