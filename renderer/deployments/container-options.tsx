import { useQuery } from '@tanstack/react-query';
import { orpc } from '../rpc/client';
import { ErrorPanel } from '../ui/error';
import { Checkbox, Field, Select, TextInput } from '../ui/field';
import { formatBytes } from '../ui/format';
import { type DeployDraft, freeRows, isLimit } from './deploy-draft';

interface ContainerOptionsProps {
  draft: DeployDraft;
  onChange: (change: Partial<DeployDraft>) => void;
}

const restarts: { value: DeployDraft['restart']; label: string }[] = [
  { value: 'unless-stopped', label: 'Unless it was stopped' },
  { value: 'on-failure', label: 'When it fails' },
  { value: 'no', label: 'Never' },
];

/** How the containers are made. The image is chosen of those that the first host has. */
export function ContainerOptions({ draft, onChange }: ContainerOptionsProps) {
  const hostId = freeRows(draft)[0]?.hostId ?? '';
  const images = useQuery(
    orpc.deployments.images.queryOptions({ input: { hostId }, enabled: hostId !== '', retry: false }),
  );
  return (
    <>
      {images.error ? (
        <ErrorPanel
          error={images.error}
          title="The images of the host could not be read"
          onRetry={() => void images.refetch()}
        />
      ) : null}
      <div className="grid grid-cols-2 gap-3">
        <Field
          label="Image"
          required
          help="It is tried before it is used: it needs bash, and NVFlare in its python3."
        >
          <Select
            value={draft.image}
            onValueChange={(image) => onChange({ image })}
            placeholder={images.isPending ? 'Reading the images' : 'Choose an image'}
            options={(images.data ?? []).map(({ name, sizeBytes }) => ({
              ...{ value: name, label: `${name} (${formatBytes(sizeBytes)})` },
            }))}
          />
        </Field>
        <Field
          label="Network"
          help={
            draft.network === 'host' ? 'That of the host.' : 'Its own; the ports of a server are published.'
          }
        >
          <Select
            value={draft.network}
            onValueChange={(network) => onChange({ network: network === 'bridge' ? 'bridge' : 'host' })}
            options={[
              { value: 'host', label: 'Host' },
              { value: 'bridge', label: 'Bridge' },
            ]}
          />
        </Field>
        <Field label="Start again by itself">
          <Select
            value={draft.restart}
            onValueChange={(value) =>
              onChange({ restart: restarts.find((each) => each.value === value)?.value ?? 'no' })
            }
            options={restarts}
          />
        </Field>
        <Field label="Data folder of the host" help="Seen at /data, read-only. Leave empty for none.">
          <TextInput
            mono
            value={draft.dataDirectory}
            maxLength={900}
            onChange={(event) => onChange({ dataDirectory: event.target.value })}
          />
        </Field>
        <Limits draft={draft} onChange={onChange} />
      </div>
      <Checkbox
        checked={draft.gpus}
        onCheckedChange={(gpus) => onChange({ gpus })}
        label="Give it all GPUs of the host"
      />
    </>
  );
}

function Limits({ draft, onChange }: ContainerOptionsProps) {
  return (
    <>
      <Field
        label="CPU limit"
        unit="cores"
        error={isLimit(draft.cpus) ? undefined : 'A number, such as 1.5.'}
      >
        <TextInput
          inputMode="decimal"
          value={draft.cpus}
          maxLength={8}
          onChange={(event) => onChange({ cpus: event.target.value })}
        />
      </Field>
      <Field
        label="Memory limit"
        unit="GB"
        error={isLimit(draft.memoryGb) ? undefined : 'A number, such as 8.'}
      >
        <TextInput
          inputMode="decimal"
          value={draft.memoryGb}
          maxLength={8}
          onChange={(event) => onChange({ memoryGb: event.target.value })}
        />
      </Field>
    </>
  );
}
