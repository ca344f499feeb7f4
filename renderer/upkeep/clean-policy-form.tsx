import { useState } from 'react';
import { cleanKeeping } from '../../preload/contract/settings';
import type { CleanPolicy } from '../../preload/contract/upkeep';
import { useSettingsUpdate } from '../rpc/settings-update';
import { Button } from '../ui/button';
import { Field, TextInput } from '../ui/field';
import { toast } from '../ui/toast';
import { readWhole } from './clean-words';

interface CleanPolicyFormProps {
  /** As it is kept. */
  kept: CleanPolicy;
  /** Whenever what is typed is a policy. */
  onChange: (policy: CleanPolicy) => void;
}

type Typed = Record<keyof CleanPolicy, string>;

const fields = [
  {
    name: 'keepRuns',
    label: 'Succeeded runs to keep of each project',
    unit: 'runs',
    bounds: cleanKeeping.runs,
  },
  { name: 'logDays', label: 'Keep logs of finished tasks for', unit: 'days', bounds: cleanKeeping.logDays },
] as const;

const typedOf = ({ keepRuns, logDays }: CleanPolicy): Typed => ({
  keepRuns: String(keepRuns),
  logDays: String(logDays),
});

function readPolicy(typed: Typed): CleanPolicy | null {
  const [keepRuns = null, logDays = null] = fields.map(({ name, bounds }) =>
    readWhole(typed[name], bounds.min, bounds.max),
  );
  return keepRuns === null || logDays === null ? null : { keepRuns, logDays };
}

/** How much stays: this once as it is typed, and the next time when it is saved. */
export function CleanPolicyForm({ kept, onChange }: CleanPolicyFormProps) {
  const [typed, setTyped] = useState(() => typedOf(kept));
  const update = useSettingsUpdate();
  const policy = readPolicy(typed);
  const change = (next: Typed) => {
    setTyped(next);
    const read = readPolicy(next);
    if (read) onChange(read);
  };
  const changed = fields.some(({ name }) => typed[name].trim() !== String(kept[name]));
  const save = ({ keepRuns, logDays }: CleanPolicy) =>
    update.mutate(
      { cleanKeepRuns: keepRuns, cleanLogDays: logDays },
      { onSuccess: () => toast.success('What a clean-up leaves is saved for the next time') },
    );
  return (
    <div className="flex flex-wrap items-start gap-4 border-b border-line px-4 py-3">
      {fields.map(({ name, label, unit, bounds: { min, max } }) => (
        <Field
          key={name}
          label={label}
          unit={unit}
          error={
            readWhole(typed[name], min, max) === null ? `A whole number from ${min} to ${max}.` : undefined
          }
          className="w-64"
        >
          <TextInput
            inputMode="numeric"
            value={typed[name]}
            onChange={(event) => change({ ...typed, [name]: event.target.value })}
          />
        </Field>
      ))}
      {changed ? (
        <div className="flex gap-2 self-end">
          <Button disabled={!policy} busy={update.isPending} onClick={() => policy && save(policy)}>
            Keep for the next time
          </Button>
          <Button variant="ghost" onClick={() => change(typedOf(kept))}>
            Take back
          </Button>
        </div>
      ) : null}
    </div>
  );
}
