import { Checkbox, Field, Select, TextInput } from '../ui/field';
import { formatBytes } from '../ui/format';
import { Section } from '../ui/page';
import { capacityWords } from './capacity-words';
import { type Draft, gpuIdsOf } from './draft';
import type { FieldsProps } from './fields';
import type { Capacity } from './use-offer';

const gpuWords: Record<Draft['gpus'], string> = {
  none: 'None',
  all: 'All',
  count: 'So many',
  devices: 'These',
};
const gpuKinds = ['none', 'all', 'count', 'devices'] as const;

/** How much of its host it may use. */
export function ResourceFields({ draft, change, faults, offer }: FieldsProps) {
  const has = capacityWords(offer.capacity);
  // Of several hosts each has its own: there an index means another one on each.
  const [only, ...others] = offer.capacity;
  const listed = only && others.length === 0 && only.gpus.length > 0 ? only : null;
  const typed = draft.gpus === 'count' || (draft.gpus === 'devices' && !listed);
  return (
    <Section title="What it may use" description="Leave empty for no limit but that of the host.">
      <div className="grid grid-cols-4 gap-3">
        <Field label="CPU" unit="cores" error={faults.cpus} help={has.cpus}>
          <TextInput
            inputMode="decimal"
            value={draft.cpus}
            onChange={(event) => change({ cpus: event.target.value })}
          />
        </Field>
        <Field label="Memory" unit="MB" error={faults.memoryMb} help={has.memory}>
          <TextInput
            inputMode="numeric"
            value={draft.memoryMb}
            onChange={(event) => change({ memoryMb: event.target.value })}
          />
        </Field>
        <Field label="GPUs" help={has.gpus}>
          <Select
            value={draft.gpus}
            onValueChange={(value) =>
              // A number of GPUs is not the number of one.
              change({ gpus: gpuKinds.find((each) => each === value) ?? 'none', gpuChoice: '' })
            }
            options={gpuKinds.map((value) => ({ value, label: gpuWords[value] }))}
          />
        </Field>
        {typed ? (
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
      {draft.gpus === 'devices' && listed ? (
        <GpuChoice host={listed} draft={draft} change={change} error={faults.gpuChoice} />
      ) : null}
    </Section>
  );
}

interface GpuChoiceProps extends Pick<FieldsProps, 'draft' | 'change'> {
  host: Capacity;
  error: string | undefined;
}

/** The GPUs of one host, each by its index and UUID. */
function GpuChoice({ host, draft, change, error }: GpuChoiceProps) {
  const chosen = gpuIdsOf(draft);
  const toggle = (on: boolean, { uuid, index }: Capacity['gpus'][number]) => {
    const others = chosen.filter((id) => id !== uuid && id !== String(index));
    change({ gpuChoice: (on ? [...others, uuid] : others).join(' ') });
  };
  return (
    <fieldset className="mt-3 flex flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium text-muted">GPUs of {host.hostName}</legend>
      {host.gpus.map((gpu) => (
        <Checkbox
          key={gpu.uuid}
          checked={chosen.includes(gpu.uuid) || chosen.includes(String(gpu.index))}
          onCheckedChange={(on) => toggle(on, gpu)}
          label={`${gpu.index}: ${gpu.name}`}
          help={[
            gpu.uuid,
            ...(gpu.usedBytes === null || gpu.totalBytes === null
              ? []
              : [`${formatBytes(gpu.usedBytes)} of ${formatBytes(gpu.totalBytes)} in use`]),
          ].join(', ')}
        />
      ))}
      {error ? (
        <p role="alert" className="text-sm text-failed">
          Choose at least one.
        </p>
      ) : null}
    </fieldset>
  );
}
