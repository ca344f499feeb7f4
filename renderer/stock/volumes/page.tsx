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
import { CreateDialog } from '../create-dialog';
import { keyOf } from '../for-each';
import { HostGate } from '../gate';
import { HostBar } from '../host-bar';
import { StockTable } from '../stock-table';
import { firstAnswering, rowsOf, useHostLists, useRefreshAfterTasks } from '../use-host-lists';
import { useRemoval } from '../use-removal';
import { countOf } from '../words';
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
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const removal = useRemoval<VolumeRow>({
    ...{ noun: 'volume', lost: 'all that is in them is gone. Containers and images stay.' },
    remove: (row) => client.volumes.remove({ hostId: row.hostId, name: row.name }),
  });
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const active = rows.find((row) => keyOf(row) === activeKey);
  const buttons = (chosen: VolumeRow[]) =>
    mayManage ? (
      <Button size="sm" icon={Trash2} busy={removal.busy} onClick={() => void removal.remove(chosen)}>
        Remove
      </Button>
    ) : null;
  return (
    <Page
      title="Volumes"
      state={rows.length > 0 ? <span className="text-muted">{countOf(rows.length, 'volume')}</span> : null}
      actions={
        mayManage ? (
          <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
            New volume
          </Button>
        ) : null
      }
      tabs={<EngineTabs current="/containers/volumes" hostId={hostId} />}
      inspector={
        active ? (
          <VolumeInspector
            key={keyOf(active)}
            row={active}
            actions={buttons([active])}
            onClose={() => setActiveKey(null)}
          />
        ) : undefined
      }
    >
      <HostBar lists={lists} noun="volume" />
      {rows.length === 0 && lists.some(({ asking }) => asking) ? (
        <Progress value={null} label="Asking the Docker engines" />
      ) : (
        <StockTable
          label="Volumes"
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
          bulk={buttons}
          activeId={activeKey}
          onOpen={setActiveKey}
          empty={<EmptyState title="No volumes">The engines that answered have none.</EmptyState>}
        />
      )}
      {creating ? (
        <CreateDialog
          noun="volume"
          hosts={all}
          hostId={hostId ?? firstAnswering(lists)}
          driver="local"
          optionsHelp="One a line, such as type=nfs. Do not write passwords here: the engine shows them to everyone who may use it."
          create={(made) => client.volumes.create(made)}
          onClose={() => setCreating(false)}
        />
      ) : null}
    </Page>
  );
}
