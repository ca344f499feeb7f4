import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useHost } from '../rpc/use-capabilities';
import { Panel, Section } from '../ui/page';

/** The way to what keeps an installation going for years. */
export function UpkeepSection() {
  if (!useHost().actor.permissions.includes('upkeep.read')) return null;
  return (
    <Section id="upkeep" title="Upkeep">
      <Panel>
        <Link to="/settings/upkeep" className="flex items-center gap-3 rounded px-4 py-3 hover:bg-hover">
          <span className="min-w-0 flex-1">
            <span className="block font-medium">Backups, clean-up, disk use, diagnostics</span>
            <span className="block text-muted">Restore a backup, or move to another machine.</span>
          </span>
          <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
        </Link>
      </Panel>
    </Section>
  );
}
