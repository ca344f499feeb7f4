import { getRouteApi } from '@tanstack/react-router';
import { FileUp, LayoutTemplate, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ProjectSummary } from '../../preload/contract/projects';
import { useWorkspaceView } from '../rpc/workspace-view';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { Checkbox } from '../ui/field';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { usePrimaryAction } from '../ui/shortcuts';
import { DataTable } from '../ui/table';
import { CreateDialog } from './create-dialog';
import { ImportDialog } from './import-dialog';
import { ProjectDialogs } from './project-dialogs';
import { projectColumns } from './project-columns';
import { count } from './project-words';
import { RemoveDialog } from './remove-dialog';
import { TemplatesDialog } from './templates-dialog';
import { useProjectActions } from './use-project-actions';
import { useProjectList } from './use-project-list';

const route = getRouteApi('/projects');

/** All projects: how each is, and the ways to a new one. */
export function ProjectsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [archived, setArchived] = useState(false);
  const { projects, error, refetch } = useProjectList({ archived, workspaceId: useWorkspaceView() });
  const create = () => void navigate({ search: { new: 1 } });
  const importFile = () => void navigate({ search: { import: 1 } });
  const showTemplates = () => void navigate({ search: { templates: 1 } });
  const close = () => void navigate({ search: {} });
  usePrimaryAction(create);
  return (
    <Page
      title="Projects"
      state={projects ? <ListState projects={projects} /> : null}
      actions={
        <>
          <Button icon={LayoutTemplate} onClick={showTemplates}>
            Templates
          </Button>
          <Button icon={FileUp} onClick={importFile}>
            Import
          </Button>
          <Button variant="primary" icon={Plus} onClick={create}>
            New project
          </Button>
        </>
      }
    >
      {error ? <ErrorPanel error={error} title="The projects could not be read" onRetry={refetch} /> : null}
      {!projects && !error ? <Progress value={null} label="Reading the projects" /> : null}
      {projects ? (
        <ProjectsTable
          projects={projects}
          archived={archived}
          onArchived={setArchived}
          onCreate={create}
          onImport={importFile}
        />
      ) : null}
      {search.new ? <CreateDialog onClose={close} /> : null}
      {search.import ? <ImportDialog onClose={close} /> : null}
      {search.templates ? <TemplatesDialog onClose={close} /> : null}
      <ProjectDialogs />
    </Page>
  );
}

/** The first line's answer: how many projects want a look. */
function ListState({ projects }: { projects: ProjectSummary[] }) {
  const troubled = projects.filter((project) => !project.archived && project.errors > 0).length;
  if (projects.length === 0) return null;
  return (
    <span className="text-muted">
      {troubled === 0 ? 'No project has problems' : `${count(troubled, 'project')} with problems`}
    </span>
  );
}

interface ProjectsTableProps {
  projects: ProjectSummary[];
  archived: boolean;
  onArchived: (archived: boolean) => void;
  onCreate: () => void;
  onImport: () => void;
}

function ProjectsTable({ projects, archived, onArchived, onCreate, onImport }: ProjectsTableProps) {
  const { open } = useProjectActions();
  const [removing, setRemoving] = useState<ProjectSummary | null>(null);
  const columns = useMemo(() => projectColumns(setRemoving), []);
  return (
    <>
      <DataTable
        label="Projects"
        csvName="projects"
        rows={projects}
        columns={columns}
        rowId={(project) => project.id}
        filterText={(project) => `${project.name} ${project.description}`}
        onOpen={(project) => open(project.id)}
        toolbar={<Checkbox checked={archived} onCheckedChange={onArchived} label="Show archived" />}
        empty={
          <EmptyState
            title="No projects yet"
            action={
              <Button variant="primary" icon={Plus} onClick={onCreate}>
                Start from a template
              </Button>
            }
            secondary={
              <Button icon={FileUp} onClick={onImport}>
                Import a project.yml
              </Button>
            }
          >
            A project describes a federation: its server, its sites and the people who run it.
          </EmptyState>
        }
      />
      {projects.length === 0 ? (
        <Checkbox checked={archived} onCheckedChange={onArchived} label="Show archived" />
      ) : null}
      <RemoveDialog project={removing} onClose={() => setRemoving(null)} />
    </>
  );
}
