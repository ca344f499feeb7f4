import type { Problem } from '../../preload/contract/meta';
import type { Validation } from '../../preload/contract/projects';
import { Callout } from '../ui/error';
import { StatusIcon } from '../ui/status';
import { count } from './project-words';

export type ConflictChoice = 'rename' | 'replace';

interface ImportCheckProps {
  result: Validation & { name: string | null };
  taken: boolean;
  choice: ConflictChoice;
  onChoice: (choice: ConflictChoice) => void;
}

/** What was found in the file, before anything is stored. */
export function ImportCheck({ result, taken, choice, onChoice }: ImportCheckProps) {
  const { name, problems } = result;
  const errors = problems.filter((p) => p.severity === 'error').length;
  if (name === null) {
    return (
      <Callout tone="failed" title="This is not a project file that can be imported">
        <ProblemLines problems={problems} />
      </Callout>
    );
  }
  const file = name || 'The file';
  return (
    <>
      {problems.length === 0 ? (
        <Callout tone="ok" title={`${file} is ready to provision`} />
      ) : (
        <Callout
          tone="attention"
          title={
            errors > 0
              ? `${file} has ${count(errors, 'problem')}`
              : `${file} has ${count(problems.length, 'warning')}`
          }
        >
          <p>
            {errors > 0
              ? 'It can be imported, and mended here before it is provisioned.'
              : 'It can be imported and provisioned as it is.'}
          </p>
          <ProblemLines problems={problems} />
        </Callout>
      )}
      {taken ? <ConflictChooser name={name} choice={choice} onChoice={onChoice} /> : null}
    </>
  );
}

function ProblemLines({ problems }: { problems: Problem[] }) {
  return (
    <ul className="mt-1.5 flex max-h-56 flex-col gap-1 overflow-y-auto">
      {problems.map((problem) => (
        <li key={`${problem.field} ${problem.code} ${problem.message}`} className="flex items-start gap-1.5">
          <StatusIcon
            state={problem.severity === 'error' ? 'failed' : 'attention'}
            className="mt-0.5 size-3.5"
          />
          <span className="min-w-0 wrap-break-word">
            {isPath(problem) ? <span className="font-mono text-sm text-muted">{problem.field} </span> : null}
            {problem.message} <span className="text-muted">{problem.hint}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Faults of the text itself name their line in words already. */
const isPath = ({ field }: Problem): boolean => field !== '' && !/^line \d+$/.test(field);

const choices: { value: ConflictChoice; label: string; help: string }[] = [
  { value: 'rename', label: 'Import under a free name', help: 'The present project stays as it is.' },
  {
    value: 'replace',
    label: 'Replace the content of the present project',
    help: 'Its runs, kits and CA stay; its project file is exchanged for this one. Files that come with this one replace those of the same name.',
  },
];

function ConflictChooser({
  name,
  choice,
  onChoice,
}: {
  name: string;
  choice: ConflictChoice;
  onChoice: (choice: ConflictChoice) => void;
}) {
  return (
    <fieldset className="rounded border border-line px-3 py-2">
      <legend className="px-1 font-medium">There is a project named {name} already</legend>
      {choices.map(({ value, label, help }) => (
        <label key={value} className="flex cursor-pointer items-start gap-2 py-1">
          <input
            type="radio"
            name="conflict"
            checked={choice === value}
            onChange={() => onChoice(value)}
            className="mt-1 accent-(--accent)"
          />
          <span>
            {label}
            <span className="block text-sm text-faint">{help}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
