import { getRouteApi } from '@tanstack/react-router';
import { Download, FolderInput } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Host } from '../../../preload/contract/hosts';
import { client } from '../../rpc/client';
import { useHost } from '../../rpc/use-capabilities';
import { EngineTabs } from '../../shell/engine-tabs';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty';
import { formatBytes } from '../../ui/format';
import { Page } from '../../ui/page';
import { Progress } from '../../ui/progress';
import { keyOf } from '../for-each';
import { HostGate } from '../../shell/host-gate';
import { HostBar } from '../host-bar';
import { StockTable } from '../stock-table';
import { firstAnswering, rowsOf, useHostLists, useRefreshAfterTasks } from '../use-host-lists';
import { countOf } from '../words';
import { imageColumns } from './columns';
import { ImageDialogs, type OpenDialog } from './dialogs';
import { ImageButtons } from './image-buttons';
import { ImageInspector } from './image-inspector';
import { type ImageRow, useOf, useWords } from './image-rows';
import { useImageActions } from './use-image-actions';

const route = getRouteApi('/containers/images');

/** Which images do the hosts have, and who needs them? */
export function ImagesPage() {
  const { host: hostId = null } = route.useSearch();
  const tabs = <EngineTabs current="/containers/images" hostId={hostId} />;
  return (
    <HostGate title="Images" tabs={tabs}>
      {(all) => <Images all={all} hostId={hostId} />}
    </HostGate>
  );
}

function Images({ all, hostId }: { all: Host[]; hostId: string | null }) {
  const navigate = route.useNavigate();
  const hosts = useMemo(() => all.filter(({ id }) => hostId === null || id === hostId), [all, hostId]);
  const lists = useHostLists('images', hosts, (id, signal) => client.images.list({ hostId: id }, { signal }));
  useRefreshAfterTasks();
  const rows = rowsOf(lists);
  const actions = useImageActions();
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const active = rows.find((row) => keyOf(row) === activeKey);
  const load = () =>
    hosts.length === 1 ? void actions.load(hosts[0]?.id ?? '') : setDialog({ kind: 'load' });
  return (
    <Page
      title="Images"
      state={
        rows.length > 0 ? (
          <span className="text-muted" title="Layers that images share are counted for each.">
            {countOf(rows.length, 'image')}, {formatBytes(sizeOf(rows))}
          </span>
        ) : null
      }
      actions={mayManage ? <Actions onLoad={load} onPull={() => setDialog({ kind: 'pull' })} /> : null}
      tabs={<EngineTabs current="/containers/images" hostId={hostId} />}
      inspector={
        active ? (
          <ImageInspector
            key={keyOf(active)}
            row={active}
            onClose={() => setActiveKey(null)}
            actions={
              <ImageButtons
                rows={[active]}
                actions={actions}
                onTag={() => setDialog({ kind: 'tag', row: active })}
              />
            }
          />
        ) : undefined
      }
    >
      <HostBar lists={lists} noun="image" />
      {rows.length === 0 && lists.some(({ asking }) => asking) ? (
        <Progress value={null} label="Asking the Docker engines" />
      ) : (
        <StockTable
          label="Images"
          rows={rows}
          columns={imageColumns}
          hosts={all}
          hostId={hostId}
          onHost={(next) => void navigate({ search: { host: next ?? undefined }, replace: true })}
          filterText={textOf}
          useOf={useOf}
          useWords={useWords}
          bulk={(chosen) => <ImageButtons rows={chosen} actions={actions} />}
          activeId={activeKey}
          onOpen={setActiveKey}
          empty={
            <EmptyState title="No images">
              The engines that answered have none. Pull one from a registry, or load a tar.
            </EmptyState>
          }
        />
      )}
      <ImageDialogs
        dialog={dialog}
        hosts={hosts}
        all={all}
        hostId={hostId ?? firstAnswering(lists)}
        onOpen={setDialog}
        onLoad={(id) => void actions.load(id)}
      />
    </Page>
  );
}

function Actions({ onLoad, onPull }: { onLoad: () => void; onPull: () => void }) {
  return (
    <>
      <Button icon={FolderInput} onClick={onLoad}>
        Load from tar
      </Button>
      <Button variant="primary" icon={Download} onClick={onPull}>
        Pull
      </Button>
    </>
  );
}

const sizeOf = (rows: ImageRow[]): number => rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

const textOf = ({ tags, digests, hostName, id, usedBy }: ImageRow): string =>
  [...tags, ...digests, hostName, id, ...usedBy.map(({ name }) => name)].join(' ');
