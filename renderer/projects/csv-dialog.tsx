import { useId, useMemo, useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { toast } from '../ui/toast';
import { useDebounced } from '../ui/use-debounced';
import { CsvColumns } from './csv-columns-note';
import { type ImportPlan, planImport } from './csv-plan';
import { CsvPreview } from './csv-preview';
import { readCsv } from './csv-read';
import { CsvSource } from './csv-source';
import { useEditor } from './editor-context';
import { count } from './project-words';
import { removalNotes } from './use-participant-actions';

/** Longer texts pause before they are read, so that typing into them stays quick. Milliseconds. */
const pauseMs = 200;

/** Takes participants from a table, shows what that would change, and changes it in one step. */
export function CsvDialog({ text: pasted, onClose }: { text: string; onClose: () => void }) {
  const { projectId, model, edit, selectMany } = useEditor();
  const [text, setText] = useState(pasted);
  const [addOnly, setAddOnly] = useState(false);
  const rested = useDebounced(text, pauseMs);
  const table = useMemo(() => readCsv(rested), [rested]);
  const plan = useMemo(() => planImport(model, table.lines, { addOnly }), [model, table, addOnly]);
  const touched = plan.lines.filter(({ kind }) => kind === 'added' || kind === 'changed');
  const behind = rested !== text;
  const apply = () => {
    edit(() => plan.model, `import ${count(touched.length, 'participant')} from CSV`);
    selectMany(new Set(touched.flatMap(({ participant }) => participant?.key ?? [])));
    toast.success(`${describeResult(plan)}.`, { id: `${removalNotes(projectId)}import` });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title="Participants from CSV"
      description="Paste cells of a spreadsheet or choose a CSV file. Nothing changes before you apply it."
      footer={
        <>
          <span role="status" className="mr-auto text-sm text-muted">
            {table.lines.length === 0 || behind ? '' : describePlan(plan)}
          </span>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={touched.length === 0 || behind} onClick={apply}>
            Apply {touched.length}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <CsvSource text={text} onText={setText} />
        {table.lines.length > 0 ? (
          <>
            <AddOnlyChoice value={addOnly} onChange={setAddOnly} />
            <CsvColumns table={table} />
            <div className="flex max-h-[22rem] min-h-48 flex-col">
              <CsvPreview plan={plan} />
            </div>
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

function AddOnlyChoice({ value, onChange }: { value: boolean; onChange: (addOnly: boolean) => void }) {
  const name = useId();
  const choices = [
    { addOnly: false, label: 'Add and change', help: 'Empty cells leave what is there.' },
    { addOnly: true, label: 'Add only', help: 'Those that are there stay as they are.' },
  ];
  return (
    <fieldset className="flex flex-wrap gap-x-6 gap-y-1">
      <legend className="sr-only">What to do</legend>
      {choices.map((choice) => (
        <label key={choice.label} className="flex items-center gap-2">
          <input
            type="radio"
            name={name}
            className="accent-accent"
            checked={value === choice.addOnly}
            onChange={() => onChange(choice.addOnly)}
          />
          {choice.label}
          <span className="text-sm text-faint">{choice.help}</span>
        </label>
      ))}
    </fieldset>
  );
}

const counted = ({ lines }: ImportPlan, kind: string): number =>
  lines.filter((line) => line.kind === kind).length;

const describePlan = (plan: ImportPlan): string =>
  [
    `${counted(plan, 'added')} new`,
    `${counted(plan, 'changed')} changed`,
    `${counted(plan, 'unchanged') + counted(plan, 'skipped')} left as they are`,
    `${count(counted(plan, 'bad'), 'line')} not taken`,
  ].join(', ');

const describeResult = (plan: ImportPlan): string =>
  [
    counted(plan, 'added') > 0 && `${count(counted(plan, 'added'), 'participant')} added`,
    counted(plan, 'changed') > 0 && `${counted(plan, 'changed')} changed`,
  ]
    .filter(Boolean)
    .join(', ');
