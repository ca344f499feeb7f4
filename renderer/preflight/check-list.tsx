import type { CheckResult } from '../../preload/contract/preflight';
import { Panel } from '../ui/page';
import { Status, StatusIcon } from '../ui/status';
import { stateWords } from './preflight-words';
import type { Checks } from './use-checks';

/** What was found, in the order in which it was looked at, each as soon as it is known. */
export function CheckList({ results, looking, running }: Checks) {
  return (
    <Panel className="max-w-4xl shrink-0">
      <ul aria-label="Checks" aria-busy={running}>
        {results.map((result) => (
          <CheckItem key={result.id} result={result} />
        ))}
        {running ? (
          <li className="flex items-center gap-2 px-4 py-2.5 text-muted">
            <StatusIcon state="running" />
            {looking ? `Looking at: ${looking}` : 'Looking'}
          </li>
        ) : null}
      </ul>
    </Panel>
  );
}

function CheckItem({ result: { state, title, message, hint } }: { result: CheckResult }) {
  return (
    <li className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-2 last:border-b-0 @min-[42rem]:grid-cols-[7rem_11rem_minmax(0,1fr)]">
      <Status {...stateWords[state]} className="self-start" />
      <p className="font-medium">{title}</p>
      <div className="min-w-0 @max-[42rem]:col-start-2">
        <p className="wrap-anywhere">{message}</p>
        {hint ? <p className="text-muted wrap-anywhere">{hint}</p> : null}
      </div>
    </li>
  );
}
