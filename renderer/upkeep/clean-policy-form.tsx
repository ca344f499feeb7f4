import { useState } from 'react';
import type { CleanPolicy } from '../../preload/contract/upkeep';
import { Field, TextInput } from '../ui/field';
import { readWhole } from './clean-words';

interface CleanPolicyFormProps {
  policy: CleanPolicy;
  onChange: (policy: CleanPolicy) => void;
}

/** How much stays. */
export function CleanPolicyForm({ policy, onChange }: CleanPolicyFormProps) {
  return (
    <div className="flex flex-wrap gap-4 border-b border-line px-4 py-3">
      <Whole
        label="Succeeded runs to keep of each project"
        unit="runs"
        min={1}
        max={1000}
        value={policy.keepRuns}
        onChange={(keepRuns) => onChange({ ...policy, keepRuns })}
      />
      <Whole
        label="Keep logs of finished tasks for"
        unit="days"
        min={0}
        max={3650}
        value={policy.logDays}
        onChange={(logDays) => onChange({ ...policy, logDays })}
      />
    </div>
  );
}

interface WholeProps {
  label: string;
  unit: string;
  min: number;
  max: number;
  value: number;
  onChange: (value: number) => void;
}

/** A whole number; what is typed counts once it is one. */
function Whole({ label, unit, min, max, value, onChange }: WholeProps) {
  const [typed, setTyped] = useState(String(value));
  const error = readWhole(typed, min, max) === null ? `A whole number from ${min} to ${max}.` : undefined;
  const change = (text: string) => {
    setTyped(text);
    const read = readWhole(text, min, max);
    if (read !== null) onChange(read);
  };
  return (
    <Field label={label} unit={unit} error={error} className="w-64">
      <TextInput inputMode="numeric" value={typed} onChange={(event) => change(event.target.value)} />
    </Field>
  );
}
