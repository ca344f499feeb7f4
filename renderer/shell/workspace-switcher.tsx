import { ChevronsUpDown, Layers } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../ui/cn';
import { Menu, type MenuItem } from '../ui/menu';
import { useWorkspaces, useWorkspaceView, viewWorkspace } from '../rpc/workspace-view';
import { WorkspacesDialog } from './workspaces-dialog';

/** Which workspace is in view, the others, and where they are kept in order. */
export function WorkspaceSwitcher({ collapsed }: { collapsed: boolean }) {
  const { data: workspaces = [] } = useWorkspaces();
  const view = useWorkspaceView();
  const [managing, setManaging] = useState(false);
  const name = workspaces.find(({ id }) => id === view)?.name ?? 'All workspaces';
  const items: MenuItem[] = [
    ...workspaces.map(({ id, name: label }) => ({
      label,
      checked: id === view,
      onSelect: () => viewWorkspace(id),
    })),
    { label: 'All workspaces', checked: view === null, onSelect: () => viewWorkspace(null) },
    'separator',
    { label: 'Manage workspaces', icon: Layers, onSelect: () => setManaging(true) },
  ];
  return (
    <>
      <Menu
        label="Workspaces"
        align="start"
        items={items}
        trigger={
          <button
            type="button"
            aria-label={`Workspace: ${name}`}
            className={cn(
              'mb-2 flex h-8 shrink-0 items-center gap-2.5 rounded border border-line bg-surface px-2.5 hover:border-line-strong',
              collapsed && 'justify-center px-0',
            )}
          >
            <Layers aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
            {collapsed ? null : <span className="flex-1 truncate text-left font-medium">{name}</span>}
            {collapsed ? null : <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />}
          </button>
        }
      />
      {managing ? <WorkspacesDialog onClose={() => setManaging(false)} /> : null}
    </>
  );
}
