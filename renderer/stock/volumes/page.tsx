import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Host } from '../../../preload/contract/hosts';
import { client } from '../../rpc/client';
import { EngineTabs } from '../../shell/engine-tabs';
import { CreateDialog } from '../create-dialog';
import { keyOf } from '../for-each';
import { HostGate } from '../../shell/host-gate';
import { StockPage } from '../stock-page';
import { rowsOf, useHostLists, useRefreshAfterTasks } from '../use-host-lists';
import { volumeColumns } from './columns';
import { VolumeInspector } from './volume-inspector';
import { useOf, useWords, type VolumeRow } from './volume-rows';

const route = getRouteApi('/containers/volumes');
/** An engine walks through all files to measure. */
const measureAgainMs = 5 * 60_000;

/** What do the containers keep, and where? */
export function VolumesPage() {
  const { host: hostId = null } = route.useSearch();
  return (
    <HostGate title="Volumes" tabs={<EngineTabs current="/containers/volumes" hostId={hostId} />}>
      {(all) => <Volumes all={all} hostId={hostId} />}
    </HostGate>
  );
}

function useVolumes(hosts: Host[]) {
  const lists = useHostLists('volumes', hosts, (hostId, signal) =>
    client.volumes.list({ hostId }, { signal }),
  );
  const sizes = useHostLists(
    ...(['volume-sizes', hosts] as const),
    (hostId, signal) => client.volumes.sizes({ hostId }, { signal }),
    measureAgainMs,
  );
  useRefreshAfterTasks();
  const sizeOf = new Map(
    sizes.flatMap(({ host, items }) =>
      items.map(({ name, sizeBytes }) => [`${host.id} ${name}`, sizeBytes] as const),
    ),
  );
  const rows: VolumeRow[] = rowsOf(lists).map((row) => ({
    ...{ ...row, id: row.name },
    sizeBytes: sizeOf.get(`${row.hostId} ${row.name}`) ?? null,
  }));
  return { lists, rows };
}

function Volumes({ all, hostId }: { all: Host[]; hostId: string | null }) {
  const navigate = route.useNavigate();
  const hosts = useMemo(() => all.filter(({ id }) => hostId === null || id === hostId), [all, hostId]);
  const { lists, rows } = useVolumes(hosts);
  return (
    <StockPage
      title="Volumes"
      noun="volume"
      tabs={<EngineTabs current="/containers/volumes" hostId={hostId} />}
      lists={lists}
      rows={rows}
      columns={volumeColumns}
      hosts={all}
      hostId={hostId}
      onHost={(next) => void navigate({ search: { host: next ?? undefined }, replace: true })}
      filterText={({ name, hostName, driver, usedBy }) =>
        [name, hostName, driver, ...usedBy.map((each) => each.name)].join(' ')
      }
      useOf={useOf}
      useWords={useWords}
      removal={{
        lost: 'all that is in them is gone. Containers and images stay.',
        remove: (row) => client.volumes.remove({ hostId: row.hostId, name: row.name }),
      }}
      inspector={(row, actions, onClose) => (
        <VolumeInspector key={keyOf(row)} row={row} actions={actions} onClose={onClose} />
      )}
      create={(first, onClose) => (
        <CreateDialog
          noun="volume"
          hosts={all}
          hostId={first}
          driver="local"
          optionsHelp="One a line, such as type=nfs. Do not write passwords here: the engine shows them to everyone who may use it."
          create={(made) => client.volumes.create(made)}
          onClose={onClose}
        />
      )}
    />
  );
}
