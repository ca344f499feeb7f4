import { useState } from 'react';
import { Button } from '../ui/button';
import { StatusIcon } from '../ui/status';
import { useEditor } from './editor-context';
import { describeField, type FieldPlace, type PlacedProblem } from './field-path';
import { count } from './project-words';

const shownAtFirst = 3;

/** All problems of the draft, worst first; each leads to its field. */
export function ProblemSummary({ goTo }: { goTo: (place: FieldPlace) => void }) {
  const { problems, unsupported } = useEditor();
  const [expanded, setExpanded] = useState(false);
  const list = [...sortProblems(problems), ...unsupported];
  if (list.length === 0) return null;
  const errors = problems.filter((p) => p.problem.severity === 'error').length;
  // A few fit in full; of many, the first are cut to a line each until all are asked for.
  const few = list.length <= shownAtFirst;
  const all = expanded || few;
  const shown = all ? list : list.slice(0, shownAtFirst);
  return (
    <section aria-label="Problems" className="shrink-0 rounded border border-line bg-surface">
      <header className="flex min-h-9 items-center gap-2 border-b border-line px-3 py-1.5">
        <StatusIcon state={errors > 0 ? 'failed' : 'attention'} className="size-3.5" />
        <h2 className="font-semibold">{describeTotal(errors, list.length - errors)}</h2>
        {few ? null : (
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={all}
            className="ml-auto"
            onClick={() => setExpanded(!all)}
          >
            {all ? 'Show less' : `Show all ${list.length}`}
          </Button>
        )}
      </header>
      <ul className="max-h-56 overflow-y-auto py-1">
        {shown.map((placed) => (
          <ProblemLine
            key={`${placed.key} ${placed.path} ${placed.problem.code} ${placed.problem.message}`}
            placed={placed}
            whole={all}
            goTo={goTo}
          />
        ))}
      </ul>
    </section>
  );
}

const sortProblems = (problems: PlacedProblem[]): PlacedProblem[] =>
  problems.toSorted(
    (a, b) => Number(a.problem.severity === 'warning') - Number(b.problem.severity === 'warning'),
  );

const describeTotal = (errors: number, warnings: number): string =>
  [
    errors > 0 && `${count(errors, 'problem')} to mend before provisioning`,
    warnings > 0 && count(warnings, 'warning'),
  ]
    .filter(Boolean)
    .join(', ');

interface ProblemLineProps {
  placed: PlacedProblem;
  /** In full, or cut to one line. */
  whole: boolean;
  goTo: (place: FieldPlace) => void;
}

function ProblemLine({ placed, whole, goTo }: ProblemLineProps) {
  const { model } = useEditor();
  const { problem, key, path } = placed;
  const participant = model.participants.find((p) => p.key === key);
  const field = participant?.type === 'admin' && path === 'name' ? 'E-mail' : describeField(path);
  const where = [participant ? participant.name || 'Unnamed participant' : '', field]
    .filter(Boolean)
    .join(', ');
  return (
    <li>
      <button
        type="button"
        onClick={() => goTo(placed)}
        className="flex w-full items-start gap-2 px-3 py-1 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <StatusIcon
          state={problem.severity === 'error' ? 'failed' : 'attention'}
          className="mt-0.5 size-3.5"
        />
        <span className={whole ? 'min-w-0 wrap-break-word' : 'min-w-0 truncate'}>
          {where ? <span className="font-medium">{where}: </span> : null}
          {problem.message} <span className="text-muted">{problem.hint}</span>
        </span>
      </button>
    </li>
  );
}
