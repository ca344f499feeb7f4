import { useQuery } from '@tanstack/react-query';
import type { KitSummary } from '../../preload/contract/kits';
import { orpc } from '../rpc/client';
import { ErrorPanel } from '../ui/error';
import { Section } from '../ui/page';
import { RelativeTime } from '../ui/time';
import { HistoryLink } from './history/history-link';
import { describeChange, describeSuperseded } from './history/history-words';

/** The kits of the same participant, run by run. */
export function KitPast({ kit: { projectId, participant, id } }: { kit: KitSummary }) {
  const past = useQuery(orpc.kitHistory.ofParticipant.queryOptions({ input: { projectId, participant } }));
  return (
    <Section
      title="History"
      count={past.data?.length}
      actions={<HistoryLink projectId={projectId} participant={participant} />}
    >
      {past.error ? <ErrorPanel error={past.error} onRetry={() => void past.refetch()} /> : null}
      {past.data ? (
        <ul className="rounded border border-line text-sm">
          {past.data.map((one) => (
            <li key={one.kitId} className="border-b border-line px-3 py-1.5 last:border-b-0">
              <span className={one.kitId === id ? 'font-medium' : undefined}>Run {one.runNumber}</span>{' '}
              <span className="text-muted">
                {describeChange(one.since)}, <RelativeTime at={one.at} />
              </span>
              <span className="block text-faint">{describeSuperseded(one)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}
