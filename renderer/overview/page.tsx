import { useNavigate } from '@tanstack/react-router';
import { FolderPlus } from 'lucide-react';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { usePrimaryAction } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { useNow } from '../ui/time';
import { Checklist } from './checklist';
import { ConcernList } from './concern-list';
import { CountStrip } from './count-strip';
import { FirstDoors } from './first-doors';
import { findConcerns, summarise } from './health';
import { RecentProjects } from './recent-projects';
import { RuntimeCheck } from './runtime-check';
import { SystemStatus } from './system-status';
import { deploymentsOf, useOverview } from './use-overview';

/** Is it all right, and if not, where? */
export function OverviewPage() {
  const data = useOverview();
  const navigate = useNavigate();
  const now = useNow();
  const newProject = () => void navigate({ to: '/projects', search: { new: 1 } });
  usePrimaryAction(newProject);
  const projects = data.projects.data?.projects ?? [];
  const installing = data.runtime.data?.installTaskId !== null;
  const found = findConcerns(
    {
      parts: data.status.data?.parts ?? [],
      projects,
      kits: data.kits.data ?? [],
      certificates: data.certificates.data?.certificates ?? [],
      deployments: deploymentsOf(data),
      rotations: data.rotations.data ?? [],
      hosts: data.hosts.data ?? [],
      restoring: Boolean(data.backups.data?.pending),
    },
    now,
  );
  const concerns = installing ? found.filter((concern) => concern.id !== 'nvflare') : found;
  const answer = data.loaded
    ? summarise(concerns, installing)
    : { state: 'running' as const, label: 'Looking' };
  const empty = data.projects.data?.total === 0;
  return (
    <Page
      title="Overview"
      state={<Status {...answer} />}
      actions={
        empty ? null : (
          <Button variant="primary" icon={FolderPlus} onClick={newProject}>
            New project
          </Button>
        )
      }
    >
      {data.failed ? (
        <ErrorPanel
          error={data.failed.error}
          title="Not everything could be looked at"
          onRetry={() => void data.failed?.refetch()}
        />
      ) : null}
      {data.runtime.data ? <RuntimeCheck status={data.runtime.data} /> : null}
      {/* The check above says it already, with the way out. */}
      <ConcernList concerns={concerns.filter((concern) => concern.id !== 'nvflare')} />
      {data.framed ? (
        <>
          {empty ? <FirstDoors /> : null}
          <Checklist data={data} />
          {empty ? null : <CountStrip data={data} />}
          <div className="grid shrink-0 items-start gap-5 @min-[52rem]:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            {empty ? null : <RecentProjects projects={projects} loading={!data.projects.data} />}
            <SystemStatus status={data.status} wide={empty} />
          </div>
        </>
      ) : null}
    </Page>
  );
}
