import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ContainerLogLine } from '../../preload/contract/containers';
import { client } from '../rpc/client';
import { type StreamState, useStream } from '../rpc/use-stream';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Callout, ErrorPanel } from '../ui/error';
import { formatMillisecond } from '../ui/format';
import { LogView } from '../ui/log-view';
import type { ContainerRow } from './host-view';
import { useSaveLog } from './use-save-log';

/** More would not be read. */
const kept = 10_000;
const tail = 1000;

/** The logs of one or several containers, merged by time, growing while it is open. */
export function LogDialog({ rows, onClose }: { rows: ContainerRow[]; onClose: () => void }) {
  // The choice at the time of opening: rows change while the dialog is open.
  const [shown] = useState(rows);
  const { lines, skipped, failures, state, error } = useLogs(shown);
  const texts = useMemo(() => {
    const names = shown.map(({ name }) => name);
    return lines.map(({ source, time, text }) =>
      names.length > 1 ? `${time} ${names[source]} | ${text}` : `${time} ${text}`,
    );
  }, [lines, shown]);
  const [only] = shown;
  const { saving, save } = useSaveLog(shown);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={shown.length === 1 ? `Log of "${only?.name}"` : `Logs of ${shown.length} containers`}
      description={`The last ${tail} lines${shown.length === 1 ? '' : ' of each'}, and new ones as they come. Find searches only these.`}
      footer={
        <Button icon={Download} busy={saving} onClick={() => void save()}>
          {shown.length === 1 ? 'Save the whole log' : 'Save the whole logs'}
        </Button>
      }
    >
      <div className="flex h-[60vh] flex-col gap-3">
        {error ? <ErrorPanel error={error} title="The log could not be read" /> : null}
        {failures.map(({ source, message }) => (
          <Callout key={`${source} ${message}`} tone="attention" title={shown[source]?.name ?? ''}>
            {message}
          </Callout>
        ))}
        {skipped > 0 ? (
          <p role="status" className="text-sm text-attention">
            {skipped} lines came faster than they could be shown and were left out.
          </p>
        ) : null}
        <LogView
          lines={texts}
          follow
          label="Container log"
          name={shown.length === 1 ? `${only?.name}-log` : 'containers-log'}
          toneOf={(index) => (lines[index]?.stream === 'stderr' ? 'attention' : undefined)}
          empty={emptyWords({ state, failed: error !== null || failures.length > 0 })}
        />
      </div>
    </Dialog>
  );
}

function emptyWords({ state, failed }: { state: StreamState; failed: boolean }): string | undefined {
  if (failed) return 'There are no lines.';
  return state === 'opening' || state === 'live' ? 'Nothing was written so far.' : undefined;
}

interface TimedLine extends ContainerLogLine {
  /** When, in the person's zone. */
  time: string;
}

/** Once for each line, as a flood of them is drawn anew with every bundle. Lines of the engine itself have no time. */
function timed(line: ContainerLogLine): TimedLine {
  const at = Date.parse(line.at);
  return { ...line, time: Number.isNaN(at) ? '' : formatMillisecond(at) };
}

const byTime = (a: ContainerLogLine, b: ContainerLogLine): number => (a.at < b.at ? -1 : Number(a.at > b.at));

function useLogs(rows: ContainerRow[]) {
  const [lines, setLines] = useState<TimedLine[]>([]);
  const [skipped, setSkipped] = useState(0);
  const [failures, setFailures] = useState<{ source: number; message: string }[]>([]);
  const containers = rows.map(({ hostId, id }) => ({ hostId, containerId: id }));
  const { state, error } = useStream({
    key: containers.map(({ containerId }) => containerId).join(' '),
    open: (signal) => {
      // After a lost connection the last lines come once more.
      setLines([]);
      setSkipped(0);
      setFailures([]);
      return client.containers.logs({ containers, tail, stay: true }, { signal });
    },
    onEvent: (bundle) => {
      setLines((before) => [...before, ...bundle.lines.map(timed)].toSorted(byTime).slice(-kept));
      setSkipped((before) => before + bundle.skipped);
      // A log of which lines come is not broken off any more; and of one, only the last that went wrong counts.
      const heard = new Set([...bundle.lines, ...bundle.failures].map(({ source }) => source));
      setFailures((before) => [...before.filter(({ source }) => !heard.has(source)), ...bundle.failures]);
    },
  });
  return { lines, skipped, failures, state, error };
}
