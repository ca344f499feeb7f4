import {
  Archive,
  ArchiveRestore,
  Copy,
  Download,
  Ellipsis,
  FolderInput,
  FolderOpen,
  LayoutTemplate,
  Trash2,
} from 'lucide-react';
import type { ProjectSummary } from '../../preload/contract/projects';
import { useWorkspaces } from '../rpc/workspace-view';
import { IconButton } from '../ui/button';
import { Menu } from '../ui/menu';
import { askMove, askTemplate } from './project-dialogs';
import { useProjectActions } from './use-project-actions';

interface ProjectMenuProps {
  project: Pick<ProjectSummary, 'id' | 'name' | 'description' | 'workspaceId' | 'archived'>;
  onRemove: () => void;
  /** Left out on the project's own page. */
  canOpen?: boolean;
}

/** Everything that can be done with one project. */
export function ProjectMenu({ project, onRemove, canOpen = false }: ProjectMenuProps) {
  const actions = useProjectActions();
  const several = (useWorkspaces().data?.length ?? 0) > 1;
  const { archived } = project;
  return (
    <Menu
      label={`Actions for ${project.name}`}
      trigger={<IconButton icon={Ellipsis} size="sm" label={`Actions for ${project.name}`} />}
      items={[
        ...(canOpen ? [{ label: 'Open', icon: FolderOpen, onSelect: () => actions.open(project.id) }] : []),
        { label: 'Duplicate', icon: Copy, onSelect: () => actions.duplicate(project) },
        { label: 'Save as template', icon: LayoutTemplate, onSelect: () => askTemplate(project) },
        ...(several
          ? [{ label: 'Move to workspace', icon: FolderInput, onSelect: () => askMove(project) }]
          : []),
        { label: 'Export project.yml', icon: Download, onSelect: () => actions.exportFile(project) },
        {
          label: archived ? 'Restore from archive' : 'Archive',
          icon: archived ? ArchiveRestore : Archive,
          onSelect: () => actions.archive(project, !archived),
        },
        'separator',
        { label: 'Delete', icon: Trash2, danger: true, onSelect: onRemove },
      ]}
    />
  );
}
