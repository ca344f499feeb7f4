import { useId } from 'react';
import { Checkbox, Field, Select, TextInput } from '../ui/field';
import type { LabelDraft, MountDraft, PortDraft } from './draft';
import type { FieldsProps } from './fields';
import { Rows } from './rows';

const freshPort: PortDraft = { containerPort: '', protocol: 'tcp', hostPorts: '', loopback: false };
const freshMount: MountDraft = { kind: 'volume', source: '', target: '', readOnly: false };
const freshLabel: LabelDraft = { name: '', value: '' };

/** Which of its ports the host opens. */
export function PortFields({ draft, change, faults }: FieldsProps) {
  return (
    <Rows
      title="Ports"
      description="For a range, the first free port is used."
      one="port"
      rows={draft.ports}
      fresh={freshPort}
      onChange={(ports) => change({ ports })}
    >
      {(row, set, index) => (
        <>
          <Field label="In the container" error={faults[`ports.${index}.containerPort`]}>
            <TextInput
              mono
              inputMode="numeric"
              value={row.containerPort}
              onChange={(event) => set({ containerPort: event.target.value })}
            />
          </Field>
          <Field label="Protocol">
            <Select
              value={row.protocol}
              onValueChange={(value) => set({ protocol: value === 'udp' ? 'udp' : 'tcp' })}
              options={[
                { value: 'tcp', label: 'TCP' },
                { value: 'udp', label: 'UDP' },
              ]}
            />
          </Field>
          <Field label="On the host" error={faults[`ports.${index}.hostPorts`]}>
            <TextInput
              mono
              placeholder="8000-8100"
              value={row.hostPorts}
              onChange={(event) => set({ hostPorts: event.target.value })}
            />
          </Field>
          <div className="pt-6">
            <Checkbox
              checked={row.loopback}
              onCheckedChange={(loopback) => set({ loopback })}
              label="Only for the host itself"
            />
          </div>
        </>
      )}
    </Rows>
  );
}

/** Volumes and paths of the host that it sees. */
export function MountFields({ draft, change, faults, offer }: FieldsProps) {
  const listId = useId();
  return (
    <>
      <Rows
        title="Volumes and paths"
        one="mount"
        rows={draft.mounts}
        fresh={freshMount}
        onChange={(mounts) => change({ mounts })}
      >
        {(row, set, index) => (
          <>
            <Field label="Kind">
              <Select
                value={row.kind}
                onValueChange={(value) => set({ kind: value === 'bind' ? 'bind' : 'volume' })}
                options={[
                  { value: 'volume', label: 'Volume' },
                  { value: 'bind', label: 'Path of the host' },
                ]}
              />
            </Field>
            <Field label={row.kind === 'bind' ? 'Path' : 'Name'} error={faults[`mounts.${index}.source`]}>
              <TextInput
                mono
                autoComplete="off"
                list={row.kind === 'volume' ? listId : undefined}
                value={row.source}
                onChange={(event) => set({ source: event.target.value })}
              />
            </Field>
            <Field label="In the container" error={faults[`mounts.${index}.target`]}>
              <TextInput mono value={row.target} onChange={(event) => set({ target: event.target.value })} />
            </Field>
            <div className="pt-6">
              <Checkbox
                checked={row.readOnly}
                onCheckedChange={(readOnly) => set({ readOnly })}
                label="Read only"
              />
            </div>
          </>
        )}
      </Rows>
      <datalist id={listId}>
        {offer.volumes.map((volume) => (
          <option key={volume} value={volume} />
        ))}
      </datalist>
    </>
  );
}

export function LabelFields({ draft, change, faults }: FieldsProps) {
  return (
    <Rows
      title="Labels"
      one="label"
      rows={draft.labels}
      fresh={freshLabel}
      onChange={(labels) => change({ labels })}
    >
      {(row, set, index) => (
        <>
          <Field label="Name" error={faults[`labels.${index}.name`]}>
            <TextInput mono value={row.name} onChange={(event) => set({ name: event.target.value })} />
          </Field>
          <Field label="Value">
            <TextInput mono value={row.value} onChange={(event) => set({ value: event.target.value })} />
          </Field>
        </>
      )}
    </Rows>
  );
}
