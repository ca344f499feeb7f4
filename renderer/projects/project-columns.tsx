import type { ProjectSummary } from '../../preload/contract/projects';
import { Status, StatusIcon } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { RelativeTime } from '../ui/time';
import { ProjectMenu } from './project-menu';
import { count, describeCounts, describeProject, runWords } from './project-words';

/** The columns of the list of projects. */
export const projectColumns = (
  onRemove: (project: ProjectSummary) => void,
): TableColumn<ProjectSummary>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: (project) => <NameCell project={project} />,
    sortValue: (project) => project.name.toLowerCase(),
    width: '4fr',
  },
  {
    id: 'state',
    header: 'State',
    cell: (project) => <Status {...describeProject(project)} />,
    sortValue: (project) => describeProject(project).label,
    width: 185,
  },
  {
    id: 'participants',
    header: 'Participants',
    cell: ({ counts }) => <span className="truncate">{describeCounts(counts)}</span>,
    sortValue: ({ counts }) => counts.clients + counts.relays + counts.admins + counts.servers,
    width: 210,
    hideBelow: 900,
  },
  {
    id: 'run',
    hideBelow: 600,
    header: 'Last run',
    cell: ({ lastRun }) => <RunCell lastRun={lastRun} />,
    sortValue: ({ lastRun }) => lastRun?.at ?? 0,
    width: 195,
  },
  {
    id: 'problems',
    hideBelow: 1060,
    header: 'Problems',
    cell: (project) => <ProblemsCell project={project} />,
    sortValue: ({ errors, warnings }) => errors * 10_000 + warnings,
    width: 150,
  },
  {
    id: 'updated',
    hideBelow: 480,
    header: 'Changed',
    cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    sortValue: ({ updatedAt }) => updatedAt,
    width: 120,
  },
  {
    id: 'actions',
    header: 'Actions',
    cell: (project) => <ProjectMenu project={project} canOpen onRemove={() => onRemove(project)} />,
    width: 84,
    align: 'end',
  },
];

function NameCell({ project }: { project: ProjectSummary }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="truncate font-medium">{project.name}</span>
      <span className="min-w-0 flex-1 truncate text-faint">{project.description}</span>
    </span>
  );
}

function RunCell({ lastRun }: Pick<ProjectSummary, 'lastRun'>) {
  if (!lastRun) return <span className="text-faint">Never provisioned</span>;
  const { state, label } = runWords[lastRun.state];
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={label}>
      <StatusIcon state={state} className="size-3.5" />
      <span className="sr-only">{label}</span>
      <span className="truncate">
        {lastRun.adopted ? 'Imported CA' : `Run ${lastRun.number}`}, <RelativeTime at={lastRun.at} />
      </span>
    </span>
  );
}

function ProblemsCell({ project: { errors, warnings } }: { project: ProjectSummary }) {
  if (errors === 0 && warnings === 0) return <span className="text-faint">None</span>;
  return (
    <span className="truncate">
      {[errors > 0 && count(errors, 'error'), warnings > 0 && count(warnings, 'warning')]
        .filter(Boolean)
        .join(', ')}
    </span>
  );
}
