import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Host } from '../../../preload/contract/hosts';
import { client } from '../../rpc/client';
import { EngineTabs } from '../../shell/engine-tabs';
import { keyOf } from '../for-each';
import { HostGate } from '../../shell/host-gate';
import { StockPage } from '../stock-page';
import { rowsOf, useHostLists, useRefreshAfterTasks } from '../use-host-lists';
import { networkColumns } from './columns';
import { NetworkInspector } from './network-inspector';
import { useOf, useWords } from './network-rows';
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
  return (
    <StockPage
      title="Networks"
      noun="network"
      tabs={<EngineTabs current="/containers/networks" hostId={hostId} />}
      lists={lists}
      rows={rowsOf(lists)}
      columns={networkColumns}
      hosts={all}
      hostId={hostId}
      onHost={(next) => void navigate({ search: { host: next ?? undefined }, replace: true })}
      filterText={({ name, hostName, driver, id, usedBy }) =>
        [name, hostName, driver, id, ...usedBy.map((each) => each.name)].join(' ')
      }
      useOf={useOf}
      useWords={useWords}
      removal={{
        lost: 'containers cannot join it any more. Containers stay.',
        remove: (row) => client.networks.remove({ hostId: row.hostId, networkId: row.id }),
      }}
      inspector={(row, actions, onClose) => (
        <NetworkInspector key={keyOf(row)} row={row} actions={actions} onClose={onClose} />
      )}
      create={(first, onClose) => <NewNetwork hosts={all} hostId={first} onClose={onClose} />}
    />
  );
}
