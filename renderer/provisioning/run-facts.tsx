import { type ReactNode, useEffect, useState } from 'react';
import type { RunSummary } from '../../preload/contract/provisioning';
import { Copyable } from '../ui/copy';
import { Duration, RelativeTime } from '../ui/time';
import { scopeWords } from './run-words';

interface RunFactsProps {
  run: RunSummary;
  /** Whom it was made without, as they were disabled. */
  disabled: string[];
  workspace: string | null;
}

/** When, how long, with what, by whom, and where it is on the disk. */
export function RunFacts({ run, disabled, workspace }: RunFactsProps) {
  return (
    <dl className="grid shrink-0 grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-6 gap-y-3">
      <Fact label="Started">
        <RelativeTime at={run.startedAt} />
      </Fact>
      <Fact label="Duration">
        {run.durationMs === null ? <LiveDuration since={run.startedAt} /> : <Duration ms={run.durationMs} />}
      </Fact>
      {scopeWords[run.scope] ? <Fact label="Made">{scopeWords[run.scope]}</Fact> : null}
      {disabled.length > 0 ? (
        <Fact label="Left out, as disabled">
          <span title={disabled.join(', ')}>{disabled.join(', ')}</span>
        </Fact>
      ) : null}
      <Fact label="NVFlare">{run.nvflareVersion ?? 'Not known'}</Fact>
      <Fact label="Started by">{run.startedBy}</Fact>
      <Fact label="Project revision">{run.revision}</Fact>
      <Fact label="Python" wide>
        {run.python ? <Copyable mono label="Python" value={run.python} /> : 'Not known'}
      </Fact>
      {workspace ? (
        <Fact label="Workspace" wide>
          <Copyable mono label="workspace" value={workspace} />
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'col-span-2 min-w-0' : 'min-w-0'}>
      <dt className="text-sm text-faint">{label}</dt>
      <dd className="min-w-0 truncate">{children}</dd>
    </div>
  );
}

/** The time since a moment, milliseconds since the epoch, counted in seconds. */
function LiveDuration({ since }: { since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <Duration ms={Math.max(0, Math.round((now - since) / 1000) * 1000)} />;
}
