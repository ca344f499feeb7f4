import { Link, type LinkOptions } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { Panel, Section } from '../ui/page';
import { StatusIcon } from '../ui/status';
import type { Concern } from './health';

const shown = 6;

function linkOf({ where }: Concern): LinkOptions {
  if (where.kind === 'settings') return { to: '/settings' };
  if (where.kind === 'upkeep') return { to: '/settings/upkeep' };
  if (where.kind === 'ca') return { to: '/projects/$projectId/ca', params: { projectId: where.projectId } };
  if (where.kind === 'deployments') return { to: '/deployments' };
  if (where.kind === 'hosts') return { to: '/hosts', search: { host: where.hostId ?? undefined } };
  if (where.kind === 'kits') return { to: '/kits', search: { project: where.projectId } };
  if (where.kind === 'certificates') return { to: '/certificates', search: { project: where.projectId } };
  return { to: '/projects/$projectId', params: { projectId: where.projectId } };
}

/** What needs a person, each with the way to the place where it is put right. */
export function ConcernList({ concerns }: { concerns: Concern[] }) {
  if (concerns.length === 0) return null;
  return (
    <Section title="Needs attention" count={concerns.length}>
      <Panel>
        <ul>
          {concerns.slice(0, shown).map((concern) => (
            <li key={concern.id} className="border-b border-line last:border-b-0">
              <Link {...linkOf(concern)} className="flex items-center gap-2.5 px-3 py-2 hover:bg-hover">
                <StatusIcon state={concern.state} />
                <span className="sr-only">{concern.state === 'failed' ? 'Failed:' : 'Attention:'}</span>
                <span className="min-w-0 flex-1">
                  {concern.what}
                  {concern.hint ? <span className="text-muted"> {concern.hint}</span> : null}
                </span>
                <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
              </Link>
            </li>
          ))}
        </ul>
        {concerns.length > shown ? (
          <p className="border-t border-line px-3 py-2 text-muted">
            and {concerns.length - shown} more; the pages of the projects show them.
          </p>
        ) : null}
      </Panel>
    </Section>
  );
}
