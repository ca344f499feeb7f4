import { Link } from '@tanstack/react-router';
import type { ProjectSummary } from '../../preload/contract/projects';
import { Panel, Section } from '../ui/page';
import { Status, type StatusState } from '../ui/status';
import { RelativeTime } from '../ui/time';

const shown = 6;

/** How a project is, in one word. */
export function projectStatus(project: ProjectSummary): { state: StatusState; label: string } {
  const run = project.lastRun;
  if (run?.state === 'running') return { state: 'running', label: 'Provisioning' };
  if (run?.state === 'failed' || run?.state === 'interrupted')
    return { state: 'failed', label: `Run ${run.number} failed` };
  if (project.errors > 0)
    return { state: 'attention', label: project.errors === 1 ? '1 problem' : `${project.errors} problems` };
  if (!run || run.state === 'cancelled' || run.adopted) return { state: 'off', label: 'Not provisioned' };
  if (run.outdated) return { state: 'attention', label: 'Changed since' };
  return { state: 'ok', label: 'Provisioned' };
}

/** The projects that were worked on last. */
export function RecentProjects({ projects, loading }: { projects: ProjectSummary[]; loading: boolean }) {
  const recent = projects.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, shown);
  return (
    <Section
      title="Recent projects"
      actions={
        <Link to="/projects" className="rounded-sm text-accent underline-offset-3 hover:underline">
          All projects
        </Link>
      }
    >
      <Panel>
        {loading ? <p className="px-3 py-2 text-faint">Loading</p> : null}
        <ul>
          {recent.map((project) => (
            <li key={project.id} className="border-b border-line last:border-b-0">
              <RecentProject project={project} />
            </li>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

function RecentProject({ project }: { project: ProjectSummary }) {
  const { clients, relays } = project.counts;
  const size = [clients === 1 ? '1 site' : `${clients} sites`, relays > 0 ? `${relays} relays` : null];
  return (
    <Link
      to="/projects/$projectId"
      params={{ projectId: project.id }}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-2 hover:bg-hover"
    >
      <span className="truncate font-medium">{project.name}</span>
      <Status {...projectStatus(project)} className="justify-self-end" />
      <span className="truncate text-sm text-muted">{size.filter(Boolean).join(', ')}</span>
      <span className="justify-self-end text-sm text-faint">
        <RelativeTime at={project.updatedAt} />
      </span>
    </Link>
  );
}
