import { RefreshCw } from 'lucide-react';
import type { PartStatus } from '../../preload/contract/host';
import { IconButton } from '../ui/button';
import { cn } from '../ui/cn';
import { Panel, Section } from '../ui/page';
import { Status } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { partWords } from './health';
import type { OverviewData } from './use-overview';

const stateWords = { ok: 'OK', attention: 'Attention', failed: 'Failed', off: 'Off' };
/** NVFlare that was never installed has not failed. */
const stateLabel = ({ part, state }: PartStatus): string =>
  part === 'nvflare' && state === 'failed' ? 'Not ready' : stateWords[state];
const order: PartStatus['part'][] = ['nvflare', 'keychain', 'sealing', 'disk', 'store', 'data'];

/** The parts that everything stands on, and when they were looked at. */
export function SystemStatus({ status, wide }: { status: OverviewData['status']; wide: boolean }) {
  const parts = status.data?.parts.toSorted((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
  return (
    <Section
      title="System"
      className={cn(wide && 'col-span-full')}
      actions={
        <>
          {status.data ? (
            <span className="text-sm text-faint">
              looked at <RelativeTime at={status.data.checkedAt} />
            </span>
          ) : null}
          <IconButton
            icon={RefreshCw}
            label="Refresh"
            size="sm"
            disabled={status.isFetching}
            onClick={() => void status.refetch()}
          />
        </>
      }
    >
      <Panel>
        {parts ? null : <p className="px-3 py-2 text-faint">Looking</p>}
        <dl>
          {parts?.map((part) => (
            <div
              key={part.part}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3 border-b border-line px-3 py-2 last:border-b-0"
            >
              <dt className="font-medium">{partWords[part.part]}</dt>
              <dd className="row-span-2">
                <Status state={part.state} label={stateLabel(part)} />
              </dd>
              <dd className="min-w-0 text-sm text-muted wrap-break-word">{part.summary}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </Section>
  );
}
