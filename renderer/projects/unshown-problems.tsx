import { Callout } from '../ui/error';
import { fieldId, type PlacedProblem, unshownPath } from './field-path';

interface UnshownProblemsProps {
  /** The participant they belong to, or null for the project. */
  participantKey: string | null;
  problems: PlacedProblem[];
}

/** Problems in parts of the file that have no field here, and the way to mend them all the same. */
export function UnshownProblems({ participantKey, problems }: UnshownProblemsProps) {
  if (problems.length === 0) return null;
  const failed = problems.some((p) => p.problem.severity === 'error');
  return (
    <div id={fieldId({ key: participantKey, path: unshownPath })} tabIndex={-1} className="rounded">
      <Callout tone={failed ? 'failed' : 'attention'} title="In parts of the file that have no field here">
        <ul className="flex flex-col gap-1">
          {problems.map(({ path, problem }) => (
            <li key={`${path} ${problem.code} ${problem.message}`} className="wrap-break-word">
              <span className="font-mono text-sm text-muted">{path}</span> {problem.message}{' '}
              <span className="text-muted">{problem.hint}</span>
            </li>
          ))}
        </ul>
        {failed ? <p className="mt-1.5 text-muted">Mend it on the tab YAML.</p> : null}
      </Callout>
    </div>
  );
}
