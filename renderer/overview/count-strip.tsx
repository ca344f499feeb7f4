import { Link, type LinkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { isUnfinished, useTaskStore } from '../shell/task-store';
import { cn } from '../ui/cn';
import { Expiry } from '../ui/time';
import { type OverviewData, deploymentsOf } from './use-overview';

const counted = (number: number, one: string): string => `${number} ${number === 1 ? one : `${one}s`}`;

/** How many there are of each, and the way to them. */
export function CountStrip({ data }: { data: OverviewData }) {
  const projects = data.projects.data?.projects ?? [];
  const kits = data.kits.data ?? [];
  const running = useTaskStore((s) => Object.values(s.tasks).filter(isUnfinished).length);
  const sum = (count: (p: (typeof projects)[number]['counts']) => number) =>
    projects.reduce((total, project) => total + count(project.counts), 0);
  const admins = sum((c) => c.admins);
  const relays = sum((c) => c.relays);
  const nextExpiry = kits.length > 0 ? Math.min(...kits.map((kit) => kit.notAfter)) : null;
  const deployed = deploymentsOf(data);
  const up = deployed.filter(({ state }) => state?.phase === 'ready').length;
  const hosts = data.hosts.data ?? [];
  const cells = 4 + Number(deployed.length > 0) + Number(hosts.length > 0);
  return (
    <dl
      className={cn(
        'grid shrink-0 grid-cols-2 gap-px overflow-hidden rounded border border-line bg-line',
        cells === 4 && '@min-[44rem]:grid-cols-4',
        cells === 5 && '@min-[44rem]:grid-cols-5',
        cells === 6 && '@min-[30rem]:grid-cols-3 @min-[56rem]:grid-cols-[1fr_1fr_1.3fr_1.3fr_1fr_1fr]',
      )}
    >
      <Count label="Projects" value={data.projects.data?.total ?? null} link={{ to: '/projects' }} />
      <Count
        label="Sites"
        value={data.projects.data ? sum((c) => c.clients) : null}
        note={
          relays > 0 ? `${counted(admins, 'admin')}, ${counted(relays, 'relay')}` : counted(admins, 'admin')
        }
        link={{ to: '/projects' }}
      />
      <Count
        label="Current kits"
        value={data.kits.data ? kits.length : null}
        note={
          nextExpiry === null ? null : (
            <>
              first expires <Expiry at={nextExpiry} />
            </>
          )
        }
        link={{ to: '/kits' }}
      />
      {deployed.length > 0 ? (
        <Count
          label="Deployed kits"
          value={deployed.length}
          note={`${up} up when last seen`}
          link={{ to: '/deployments' }}
        />
      ) : null}
      {hosts.length > 0 ? (
        <Count label="Hosts" value={hosts.length} note={describeConnected(hosts)} link={{ to: '/hosts' }} />
      ) : null}
      <Count label="Running tasks" value={running} link={{ to: '/logs', search: { tab: 'work' } }} />
    </dl>
  );
}

/** This machine is never connected to. */
function describeConnected(hosts: Host[]): string | undefined {
  const remote = hosts.filter(({ kind }) => kind !== 'local');
  const connected = remote.filter(({ connection }) => connection.state === 'open').length;
  return remote.length > 0 ? `${connected} of ${remote.length} connected` : undefined;
}

interface CountProps {
  label: string;
  /** Null: not known yet. */
  value: number | null;
  note?: ReactNode;
  link: LinkOptions;
}

function Count({ label, value, note, link }: CountProps) {
  return (
    <div className="relative bg-surface px-4 py-3 hover:bg-hover">
      <dt className="text-sm text-muted">
        <Link {...link} className="after:absolute after:inset-0">
          {label}
        </Link>
      </dt>
      <dd className="flex flex-wrap items-baseline gap-x-2">
        <span className="tabular text-title font-semibold">{value ?? '–'}</span>
        {note ? <span className="truncate text-sm text-faint">{note}</span> : null}
      </dd>
    </div>
  );
}
