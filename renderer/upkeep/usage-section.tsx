import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Usage } from '../../preload/contract/upkeep';
import { orpc } from '../rpc/client';
import { Button, IconButton } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Panel, Section } from '../ui/page';
import { Progress } from '../ui/progress';
import { Bytes } from '../ui/time';
import { type UsagePart, usageParts } from './usage-parts';

/** What takes how much of the disk. */
export function UsageSection() {
  const usage = useQuery(orpc.upkeep.usage.queryOptions());
  return (
    <Section
      id="usage"
      title="Disk use"
      description="What takes space in the data directory."
      actions={
        <IconButton
          icon={RefreshCw}
          label="Measure again"
          size="sm"
          disabled={usage.isFetching}
          onClick={() => void usage.refetch()}
        />
      }
    >
      {usage.isPending ? <Progress value={null} label="Measuring" /> : null}
      {usage.error ? (
        <ErrorPanel
          error={usage.error}
          title="The disk use could not be measured"
          onRetry={() => void usage.refetch()}
        />
      ) : null}
      {usage.data ? <UsageList usage={usage.data} /> : null}
    </Section>
  );
}

/** More rows than this are folded, so that the rest of the page stays in reach. */
const shownParts = 10;

function UsageList({ usage }: { usage: Usage }) {
  const [all, setAll] = useState(false);
  const parts = usageParts(usage);
  const shown = all ? parts : parts.slice(0, shownParts);
  return (
    <Panel>
      <ul aria-label="Disk use">
        {shown.map((part) => (
          <Part key={part.id} part={part} total={usage.totalBytes} />
        ))}
      </ul>
      <div className="flex items-center gap-3 px-4 py-2.5 font-medium">
        <span>In all</span>
        {shown.length < parts.length ? (
          <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
            Show {parts.length - shown.length} more
          </Button>
        ) : null}
        <span className="ml-auto">
          <Bytes value={usage.totalBytes} />
        </span>
      </div>
    </Panel>
  );
}

function Part({ part, total }: { part: UsagePart; total: number }) {
  const share = total > 0 ? part.sizeBytes / total : 0;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_8rem_5rem] items-center gap-x-4 border-b border-line px-4 py-2">
      <div className="min-w-0">
        <p className="truncate">{part.label}</p>
        {part.detail ? <p className="truncate text-sm text-muted">{part.detail}</p> : null}
      </div>
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-line">
        <div className="h-full rounded-full bg-accent" style={{ width: `${Math.max(1, share * 100)}%` }} />
      </div>
      <span className="text-right">
        <Bytes value={part.sizeBytes} />
      </span>
    </li>
  );
}
