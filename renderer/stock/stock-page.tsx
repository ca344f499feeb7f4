import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import type { StatusState } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { keyOf } from './for-each';
import { HostBar } from './host-bar';
import { StockTable } from './stock-table';
import { firstAnswering, type HostList, type OfHost } from './use-host-lists';
import { useRemoval } from './use-removal';
import { countOf } from './words';

type Row = OfHost<{ id: string; name: string }>;

interface StockPageProps<T extends Row, U extends string> {
  /** What is listed, and one of them: `Volumes`, `volume`. */
  title: string;
  noun: string;
  tabs: ReactNode;
  lists: HostList<unknown>[];
  rows: T[];
  columns: TableColumn<T>[];
  /** All of them, and the one that is looked at. */
  hosts: Host[];
  hostId: string | null;
  onHost: (hostId: string | null) => void;
  filterText: (row: T) => string;
  useOf: (row: T) => U;
  useWords: Record<U, { state: StatusState; label: string }>;
  /** What is lost with them, and how one is removed. */
  removal: { lost: string; remove: (row: T) => Promise<unknown> };
  inspector: (row: T, actions: ReactNode, onClose: () => void) => ReactNode;
  /** The dialog for a new one, which begins with a host. */
  create: (hostId: string | null, onClose: () => void) => ReactNode;
}

/** What the engines of all hosts keep, made and removed here. */
export function StockPage<T extends Row, U extends string>(props: StockPageProps<T, U>) {
  const { title, noun, lists, rows } = props;
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const removal = useRemoval<T>({ noun, ...props.removal });
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const active = rows.find((row) => keyOf(row) === activeKey);
  const buttons = (chosen: T[]) =>
    mayManage ? (
      <Button size="sm" icon={Trash2} busy={removal.busy} onClick={() => void removal.remove(chosen)}>
        Remove
      </Button>
    ) : null;
  return (
    <Page
      title={title}
      state={rows.length > 0 ? <span className="text-muted">{countOf(rows.length, noun)}</span> : null}
      actions={
        mayManage ? (
          <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
            New {noun}
          </Button>
        ) : null
      }
      tabs={props.tabs}
      inspector={active ? props.inspector(active, buttons([active]), () => setActiveKey(null)) : undefined}
    >
      <HostBar lists={lists} noun={noun} />
      {rows.length === 0 && lists.some(({ asking }) => asking) ? (
        <Progress value={null} label="Asking the Docker engines" />
      ) : (
        <StockTable
          label={title}
          rows={rows}
          columns={props.columns}
          hosts={props.hosts}
          hostId={props.hostId}
          onHost={props.onHost}
          filterText={props.filterText}
          useOf={props.useOf}
          useWords={props.useWords}
          bulk={buttons}
          activeId={activeKey}
          onOpen={setActiveKey}
          empty={
            <EmptyState title={`No ${title.toLowerCase()}`}>The engines that answered have none.</EmptyState>
          }
        />
      )}
      {creating ? props.create(props.hostId ?? firstAnswering(lists), () => setCreating(false)) : null}
    </Page>
  );
}
