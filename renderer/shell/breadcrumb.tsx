import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps, useRouterState } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useEffect } from 'react';
import { useHost } from '../rpc/use-capabilities';
import { orpc } from '../rpc/client';
import { visibleSections } from './sections';
import { useTaskStore } from './task-store';

interface Crumb {
  label: string;
  link?: LinkProps;
}

/** The way from the section to this page; its last part is also the window's title. */
export function Breadcrumb() {
  const crumbs = useCrumbs();
  const title = crumbs.map((crumb) => crumb.label).toReversed();
  useEffect(() => {
    document.title = [...title, 'Fedwright'].join(' · ');
  });
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1">
        {crumbs.map((crumb, index) => (
          <li key={`${index} ${crumb.label}`} className="flex min-w-0 items-center gap-1 last:shrink">
            {index > 0 ? <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" /> : null}
            <CrumbText crumb={crumb} isLast={index === crumbs.length - 1} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function CrumbText({ crumb: { label, link }, isLast }: { crumb: Crumb; isLast: boolean }) {
  if (isLast)
    return (
      <span aria-current="page" className="truncate font-medium">
        {label}
      </span>
    );
  if (!link) return <span className="truncate text-muted">{label}</span>;
  return (
    <Link {...link} className="no-drag truncate rounded-sm text-muted hover:text-ink">
      {label}
    </Link>
  );
}

function useCrumbs(): Crumb[] {
  const pathname = useRouterState({ select: (s) => s.location.pathname });
  const { actor } = useHost();
  const [area = '', id, below, last] = pathname.split('/').filter(Boolean);
  const ofContainer = area === 'containers' && last === 'files';
  const project = useProjectCrumb(area === 'projects' ? id : undefined);
  const host = useHostCrumb(area === 'hosts' ? id : undefined);
  const container = useContainerCrumb(ofContainer ? { hostId: id ?? '', containerId: below ?? '' } : null);
  const run = useRunCrumbs(area === 'runs' ? id : undefined);
  const task = useTaskStore((s) => (area === 'tasks' && id ? s.tasks[id]?.title : undefined));
  if (run) return run;
  if (area === 'tasks')
    return [{ label: 'Logs', link: { to: '/logs', search: { tab: 'work' } } }, { label: task ?? 'Task' }];
  if (area === 'hosts' && id && (below === 'files' || below === 'ports'))
    return [
      { label: 'Hosts', link: { to: '/hosts' } },
      { label: host ?? 'Host', link: { to: '/hosts', search: { host: id } } },
      { label: below === 'files' ? 'Files' : 'Ports' },
    ];
  if (area === 'containers' && id === 'new')
    return [{ label: 'Containers', link: { to: '/containers' } }, { label: 'New container' }];
  if (ofContainer)
    return [
      { label: 'Containers', link: { to: '/containers' } },
      { label: container ?? 'Container', link: { to: '/containers', search: { host: id } } },
      { label: 'Files' },
    ];
  if (area === 'forwards') return [{ label: 'Hosts', link: { to: '/hosts' } }, { label: 'Forwarded ports' }];
  if (area === 'preflight')
    return [{ label: 'Kits', link: { to: '/kits' } }, { label: 'Check the connection' }];
  const section = visibleSections(actor.permissions).find((s) => s.to === `/${area}`);
  if (!section) return [{ label: 'Not found' }];
  if (!id) return [{ label: section.label }];
  const part = parts[`${area}/${id}`] ?? project;
  const top = { label: section.label, link: { to: section.to } };
  const page = area === 'projects' ? pagesOfProjects[below ?? ''] : undefined;
  if (!page) return [top, { label: part ?? '…' }];
  const { label, tab } = page;
  const link: LinkProps = { to: '/projects/$projectId', params: { projectId: id }, search: { tab } };
  return [top, { label: part ?? '…', link }, { label }];
}

/** Pages of one project, and the tab that leads to them. */
const pagesOfProjects: Record<string, { label: string; tab: 'kits' | 'ca' }> = {
  'kit-history': { label: 'Kit history', tab: 'kits' },
  ca: { label: 'CA', tab: 'ca' },
};

/** Pages below a section that are not about one thing. */
const parts: Record<string, string> = {
  'settings/upkeep': 'Upkeep',
  'containers/images': 'Images',
  'containers/volumes': 'Volumes',
  'containers/networks': 'Networks',
  'containers/secrets': 'Secrets',
  'containers/clean-up': 'Clean up',
};

function useProjectCrumb(projectId: string | undefined): string | undefined {
  const query = useQuery(
    orpc.projects.get.queryOptions({
      input: { projectId: projectId ?? '' },
      enabled: projectId !== undefined,
    }),
  );
  return query.data?.summary.name;
}

function useHostCrumb(hostId: string | undefined): string | undefined {
  const query = useQuery(
    orpc.hosts.get.queryOptions({ input: { hostId: hostId ?? '' }, enabled: hostId !== undefined }),
  );
  return query.data?.name;
}

function useContainerCrumb(container: { hostId: string; containerId: string } | null): string | undefined {
  const query = useQuery(
    // As the page itself asks, so that it is asked once.
    orpc.containers.inspect.queryOptions({
      input: container ?? { hostId: '', containerId: '' },
      enabled: container !== null,
      retry: false,
    }),
  );
  return query.data?.name;
}

function useRunCrumbs(runId: string | undefined): Crumb[] | null {
  const query = useQuery(
    orpc.provisioning.run.queryOptions({ input: { runId: runId ?? '' }, enabled: runId !== undefined }),
  );
  if (runId === undefined) return null;
  const projects: Crumb = { label: 'Projects', link: { to: '/projects' } };
  const run = query.data?.run;
  if (!run) return [projects, { label: 'Run' }];
  const project: Crumb = {
    label: run.projectName,
    link: { to: '/projects/$projectId', params: { projectId: run.projectId }, search: { tab: 'runs' } },
  };
  return [projects, project, { label: `Run ${run.number}` }];
}
