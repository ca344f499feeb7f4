import { Field, Select, TextInput } from '../ui/field';
import { Section } from '../ui/page';
import type { Draft } from './draft';
import type { FieldsProps } from './fields';

const gpuWords: Record<Draft['gpus'], string> = {
  none: 'None',
  all: 'All',
  count: 'So many',
  devices: 'These',
};
const gpuKinds = ['none', 'all', 'count', 'devices'] as const;

/** How much of its host it may use. */
export function ResourceFields({ draft, change, faults }: FieldsProps) {
  const chosen = draft.gpus === 'count' || draft.gpus === 'devices';
  return (
    <Section title="What it may use" description="Left empty, there is no limit but that of the host.">
      <div className="grid grid-cols-4 gap-3">
        <Field label="CPU" unit="cores" error={faults.cpus}>
          <TextInput
            inputMode="decimal"
            value={draft.cpus}
            onChange={(event) => change({ cpus: event.target.value })}
          />
        </Field>
        <Field label="Memory" unit="MB" error={faults.memoryMb}>
          <TextInput
            inputMode="numeric"
            value={draft.memoryMb}
            onChange={(event) => change({ memoryMb: event.target.value })}
          />
        </Field>
        <Field label="GPUs">
          <Select
            value={draft.gpus}
            onValueChange={(value) => change({ gpus: gpuKinds.find((each) => each === value) ?? 'none' })}
            options={gpuKinds.map((value) => ({ value, label: gpuWords[value] }))}
          />
        </Field>
        {chosen ? (
          <Field
            label={draft.gpus === 'count' ? 'How many' : 'Index or UUID of each'}
            error={faults.gpuChoice}
          >
            <TextInput
              mono={draft.gpus === 'devices'}
              value={draft.gpuChoice}
              onChange={(event) => change({ gpuChoice: event.target.value })}
            />
          </Field>
        ) : null}
      </div>
    </Section>
  );
}
