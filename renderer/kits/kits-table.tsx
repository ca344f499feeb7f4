import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileLock2, FolderOutput, Send } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { KitSummary } from '../../preload/contract/kits';
import { orpc } from '../rpc/client';
import { useWorkspaceView } from '../rpc/workspace-view';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Checkbox, Select } from '../ui/field';
import { DataTable } from '../ui/table';
import { HeldFilter } from './held-cell';
import { heldState, type HeldState } from './held-words';
import { kitColumns, kitColumnsOfProject } from './kit-columns';
import { sortKits, typeWords } from './kit-words';
import type { KitExports } from './use-export';

/** As many as are sent at once. */
const mostSent = 200;

interface KitsTableProps {
  kits: KitSummary[];
  project: string | null;
  onProject: (project: string | null) => void;
  all: boolean;
  onAll: (all: boolean) => void;
  activeId: string | null;
  onOpen: (kitId: string) => void;
  exports: KitExports;
}

/** The list of kits with its filters and what can be done with several at once. */
export function KitsTable(props: KitsTableProps) {
  const { kits, all, onAll, exports } = props;
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [held, setHeld] = useState<HeldState | null>(null);
  const rows = useMemo(
    () => sortKits(held === null ? kits : kits.filter((kit) => heldState(kit.held) === held)),
    [kits, held],
  );
  const filters = (
    <>
      <ProjectFilter value={props.project} onChange={props.onProject} />
      <Checkbox checked={all} onCheckedChange={onAll} label="All runs" />
      {kits.length > 0 ? <HeldFilter rows={kits} value={held} onChange={setHeld} /> : null}
    </>
  );
  return (
    <>
      {kits.length === 0 ? <div className="flex items-center gap-3">{filters}</div> : null}
      <DataTable
        label="Kits"
        csvName="kits"
        rows={rows}
        total={kits.length}
        keepToolbar={kits.length > 0}
        columns={props.project === null ? kitColumns : kitColumnsOfProject}
        rowId={(kit) => kit.id}
        activeId={props.activeId}
        onOpen={(kit) => props.onOpen(kit.id)}
        selected={selected}
        onSelectedChange={setSelected}
        filterText={(kit) => `${kit.participant} ${typeWords[kit.type]} ${kit.projectName} ${kit.org}`}
        toolbar={filters}
        bulk={(chosen) => <BulkExport kits={chosen} exports={exports} />}
        empty={<NoKits filtered={props.project !== null} />}
      />
    </>
  );
}

function BulkExport({ kits, exports }: { kits: KitSummary[]; exports: KitExports }) {
  const navigate = useNavigate();
  const send = () =>
    void navigate({ to: '/deployments', search: { send: kits.map(({ id }) => id).join(',') } });
  return (
    <>
      <Button
        size="sm"
        icon={FileLock2}
        busy={exports.busy === 'zip'}
        disabled={exports.busy !== null}
        onClick={() => exports.zip(kits)}
      >
        Protected zip
      </Button>
      <Button
        size="sm"
        icon={FolderOutput}
        busy={exports.busy === 'folder'}
        disabled={exports.busy !== null}
        onClick={() => exports.folder(kits)}
      >
        Folders
      </Button>
      <Button size="sm" icon={Send} disabled={kits.length > mostSent} onClick={send}>
        Send to hosts
      </Button>
    </>
  );
}

function ProjectFilter({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (project: string | null) => void;
}) {
  const view = useWorkspaceView();
  const workspaceId = value === null ? view : null;
  const present = useQuery(orpc.projects.list.queryOptions({ input: { archived: false, workspaceId } }));
  const archive = useQuery(orpc.projects.list.queryOptions({ input: { archived: true, workspaceId } }));
  const projects = [...(present.data?.projects ?? []), ...(archive.data?.projects ?? [])];
  const names = new Map(
    projects.map(({ id, name, archived }) => [id, archived ? `${name} (archived)` : name]),
  );
  return (
    <Select
      aria-label="Project"
      className="w-48"
      value={value ?? ''}
      onValueChange={(next) => onChange(next === '' ? null : next)}
      options={[
        { value: '', label: 'All projects' },
        ...[...names].map(([id, name]) => ({ value: id, label: name })),
      ]}
    />
  );
}

function NoKits({ filtered }: { filtered: boolean }) {
  const navigate = useNavigate();
  return (
    <EmptyState
      title="No kits yet"
      action={
        <Button variant="primary" onClick={() => void navigate({ to: '/projects', search: {} })}>
          Go to projects
        </Button>
      }
    >
      {filtered
        ? 'This project was not provisioned yet. Provisioning makes one startup kit for each participant.'
        : 'Provisioning a project makes one startup kit for each participant: its certificate, its key and its scripts.'}
    </EmptyState>
  );
}
