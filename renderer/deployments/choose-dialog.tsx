import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Deployment } from '../../preload/contract/deployments';
import type { KitSummary } from '../../preload/contract/kits';
import { kitListOptions } from '../rpc/kit-list';
import { useWorkspaceView } from '../rpc/workspace-view';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { EmptyState } from '../ui/empty';
import { Select } from '../ui/field';
import { FirstRead } from '../ui/first-read';
import { DataTable } from '../ui/table';
import { choiceColumns, mostSent, textOfChoice, toChoices } from './kit-choices';

interface ChooseDialogProps {
  /** Of the host that is meant; null: none yet. */
  hostName: string | null;
  /** The project whose kits are shown first. */
  projectId: string | null;
  deployments: Deployment[];
  onChosen: (kitIds: string[]) => void;
  onClose: () => void;
}

/** Which kits are to go out: the current ones of every participant. */
export function ChooseDialog({ hostName, projectId, deployments, onChosen, onClose }: ChooseDialogProps) {
  const workspaceId = useWorkspaceView();
  const kits = useQuery(kitListOptions({ workspaceId }));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const tooMany = selected.size > mostSent;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={hostName === null ? 'Send kits' : `Send kits to ${hostName}`}
      description={
        tooMany ? `At most ${mostSent} kits go out at once.` : 'Which kits. Where each is to run comes next.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={selected.size === 0 || tooMany}
            onClick={() => onChosen([...selected])}
          >
            Go on
          </Button>
        </>
      }
    >
      <FirstRead query={kits} what="The kits" />
      {kits.data ? (
        <KitTable kits={kits.data} {...{ projectId, deployments, selected }} onSelectedChange={setSelected} />
      ) : null}
    </Dialog>
  );
}

interface KitTableProps {
  kits: KitSummary[];
  projectId: string | null;
  deployments: Deployment[];
  selected: ReadonlySet<string>;
  onSelectedChange: (selected: Set<string>) => void;
}

function KitTable({ kits, projectId, deployments, selected, onSelectedChange }: KitTableProps) {
  const projects = new Map(kits.map((kit) => [kit.projectId, kit.projectName]));
  const [project, setProject] = useState(projectId !== null && projects.has(projectId) ? projectId : '');
  const choices = useMemo(() => toChoices(kits, deployments), [kits, deployments]);
  const rows = choices.filter(({ kit }) => project === '' || kit.projectId === project);
  const toggle = (kitId: string) => {
    const next = new Set(selected);
    if (!next.delete(kitId)) next.add(kitId);
    onSelectedChange(next);
  };
  return (
    <div className="flex h-[50vh] min-h-0 flex-col">
      <DataTable
        label="Kits to send"
        rows={rows}
        total={choices.length}
        columns={choiceColumns}
        rowId={({ kit }) => kit.id}
        selected={selected}
        onSelectedChange={onSelectedChange}
        onOpen={({ kit }) => toggle(kit.id)}
        filterText={textOfChoice}
        toolbar={
          projects.size < 2 ? null : (
            <Select
              aria-label="Project"
              className="w-48"
              value={project}
              onValueChange={setProject}
              options={[
                { value: '', label: 'All projects' },
                ...[...projects].map(([value, label]) => ({ value, label })),
              ]}
            />
          )
        }
        empty={
          <EmptyState title="No kits yet">
            Provisioning a project makes one startup kit for each participant. Then they can be sent.
          </EmptyState>
        }
      />
    </div>
  );
}
