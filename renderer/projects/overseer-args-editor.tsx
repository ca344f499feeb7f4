import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ProjectModel } from '../../preload/contract/projects';
import { Button, IconButton } from '../ui/button';
import { TextInput } from '../ui/field';
import { useEditor } from './editor-context';
import { type ArgRow, repeatedNames, sameArgs, toArgs, toRows } from './overseer-args';

type Args = NonNullable<ProjectModel['overseerAgent']>['args'];

/** The arguments of the overseer agent as names and values. */
export function OverseerArgs({ value, onChange }: { value: Args; onChange: (args: Args) => void }) {
  const { readOnly } = useEditor();
  const [rows, setRows] = useState(() => toRows(value));
  // The draft can change from outside: a reload, or a save that was rejected.
  useEffect(() => setRows((now) => (sameArgs(toArgs(now), value) ? now : toRows(value))), [value]);

  const change = (next: ArgRow[]) => {
    setRows(next);
    if (!sameArgs(toArgs(next), value)) onChange(toArgs(next));
  };
  const patch = (id: string, part: Partial<ArgRow>) =>
    change(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const repeated = repeatedNames(rows);
  return (
    <fieldset disabled={readOnly} className="flex flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium text-muted">Arguments</legend>
      {rows.map((row) => (
        <ArgumentRow
          key={row.id}
          row={row}
          repeated={repeated.has(row.name.trim())}
          onPatch={(part) => patch(row.id, part)}
          onRemove={() => change(rows.filter((each) => each.id !== row.id))}
        />
      ))}
      <div>
        <Button
          size="sm"
          icon={Plus}
          onClick={() => setRows([...rows, { id: crypto.randomUUID(), name: '', value: '' }])}
        >
          Add argument
        </Button>
      </div>
    </fieldset>
  );
}

interface ArgumentRowProps {
  row: ArgRow;
  repeated: boolean;
  onPatch: (part: Partial<ArgRow>) => void;
  onRemove: () => void;
}

function ArgumentRow({ row, repeated, onPatch, onRemove }: ArgumentRowProps) {
  return (
    <div>
      <div className="flex items-center gap-1.5">
        <TextInput
          mono
          aria-label="Name of the argument"
          aria-invalid={repeated || undefined}
          maxLength={100}
          placeholder="name"
          value={row.name}
          onChange={(event) => onPatch({ name: event.target.value })}
        />
        <TextInput
          mono
          aria-label={`Value of ${row.name || 'the argument'}`}
          maxLength={2000}
          placeholder="value"
          value={row.value}
          onChange={(event) => onPatch({ value: event.target.value })}
        />
        <IconButton
          icon={Trash2}
          size="sm"
          label={`Remove ${row.name || 'the argument'}`}
          onClick={onRemove}
        />
      </div>
      {repeated ? (
        <p className="text-sm text-failed">This name is used twice; only the last value is kept.</p>
      ) : null}
    </div>
  );
}
