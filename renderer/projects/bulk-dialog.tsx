import { type FormEvent, useId, useState } from 'react';
import type { Participant } from '../../preload/contract/projects';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field, Select, TextInput } from '../ui/field';
import { useEditor } from './editor-context';
import { offeredNames, unsetLabel, writeField } from './participant-cells';
import { fieldOf, type ParticipantField } from './participant-field';
import { count } from './project-words';

const choices = [
  ...['org', 'role', 'gpus', 'memory_gib', 'parent', 'security'],
  ...['connects_to', 'connects_to_host', 'connects_to_port', 'connects_to_security'],
  ...['listens_on_host', 'listens_on_host_names', 'listens_on_port', 'listens_on_scheme'],
  ...['listens_on_security', 'description'],
].map(fieldOf);

/** Nobody can be without these: to leave the value empty is to have chosen none yet. */
const needed = new Set(['org', 'role']);

/** Sets one property of all selected participants that have it, as one step. */
export function BulkDialog({ participants, onClose }: { participants: Participant[]; onClose: () => void }) {
  const { edit } = useEditor();
  const offered = choices.filter((field) => participants.some((p) => field.types.includes(p.type)));
  const [id, setId] = useState(offered[0]?.id ?? 'org');
  const [value, setValue] = useState('');
  const formId = useId();
  const field = fieldOf(id);
  const having = participants.filter((p) => field.types.includes(p.type));
  const chosen = value.trim() !== '' || !needed.has(field.id);
  const changed = having.filter((p) => chosen && field.read(p) !== value.trim());
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (changed.length === 0) return;
    const keys = new Set(changed.map(({ key }) => key));
    const label = `change ${field.label.toLowerCase()} of ${count(changed.length, 'participant')}`;
    edit((model) => writeField(model, field, keys, value.trim()), label);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={`Change ${count(participants.length, 'participant')}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} disabled={changed.length === 0}>
            {chosen ? `Change ${changed.length}` : 'Change'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={apply} className="flex flex-col gap-3">
        <Field label="What to change">
          <Select
            value={id}
            onValueChange={(next) => {
              setId(next);
              setValue('');
            }}
            options={offered.map((each) => ({ value: each.id, label: each.label }))}
          />
        </Field>
        <ValueField field={field} value={value} onChange={setValue} />
        <p className="text-sm text-muted">
          {chosen ? describeReach(participants, having, changed) : 'Choose a value first.'}
        </p>
      </form>
    </Dialog>
  );
}

interface ValueFieldProps {
  field: ParticipantField;
  value: string;
  onChange: (value: string) => void;
}

function ValueField({ field, value, onChange }: ValueFieldProps) {
  const { model } = useEditor();
  const listId = useId();
  const names = field.isName ? offeredNames(model, field) : [];
  return (
    <Field
      label="New value"
      required={needed.has(field.id)}
      help={needed.has(field.id) ? undefined : 'Leave empty to remove the value.'}
    >
      {field.choices ? (
        <Select
          value={value}
          onValueChange={onChange}
          options={[
            { value: '', label: needed.has(field.id) ? 'Choose one' : unsetLabel(field, model) },
            ...field.choices,
          ]}
        />
      ) : (
        <TextInput
          value={value}
          maxLength={field.max}
          list={names.length > 0 ? listId : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {names.length > 0 ? (
        <datalist id={listId}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ) : null}
    </Field>
  );
}

function describeReach(all: Participant[], having: Participant[], changed: Participant[]): string {
  const without = all.length - having.length;
  const same = having.length - changed.length;
  const parts = [
    `${count(changed.length, 'participant')} will change.`,
    same > 0 && `${same.toLocaleString('en')} have this value already.`,
    without > 0 && `${without.toLocaleString('en')} are of a type without it and stay as they are.`,
  ];
  return parts.filter(Boolean).join(' ');
}
