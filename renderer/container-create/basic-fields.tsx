import { useId } from 'react';
import { restartPolicies } from '../../preload/contract/container-create';
import { restartWords } from '../shell/restart-words';
import { Checkbox, Field, Select, TagInput, TextArea, TextInput } from '../ui/field';
import { Section } from '../ui/page';
import type { FieldsProps } from './fields';
import type { Offer } from './use-offer';

/** Which image, under which name, and what runs in it. */
export function BasicFields({ draft, change, faults, offer }: FieldsProps) {
  const listId = useId();
  return (
    <Section title="What runs">
      <div className="grid grid-cols-2 gap-3">
        <Field label="Image" required error={faults.image} help={imageHelp(offer)}>
          <TextInput
            mono
            list={listId}
            autoComplete="off"
            value={draft.image}
            onChange={(event) => change({ image: event.target.value })}
          />
        </Field>
        <datalist id={listId}>
          {offer.images.map((image) => (
            <option key={image} value={image} />
          ))}
        </datalist>
        <Field label="Name" error={faults.name} help="Leave empty for a generated name.">
          <TextInput
            value={draft.name}
            maxLength={128}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Field label="Command" help="One argument per line. No shell is used.">
          <TextArea
            mono
            rows={3}
            value={draft.command}
            onChange={(event) => change({ command: event.target.value })}
          />
        </Field>
        <Field label="Entrypoint" help="One argument per line. Leave empty to use the image's own.">
          <TextArea
            mono
            rows={3}
            value={draft.entrypoint}
            onChange={(event) => change({ entrypoint: event.target.value })}
          />
        </Field>
        <Field label="Networks" help={networkHelp(offer.networks)}>
          <TagInput value={draft.networks} onChange={(networks) => change({ networks })} />
        </Field>
        <Field label="Restart">
          <Select
            value={draft.restart}
            onValueChange={(value) =>
              change({ restart: restartPolicies.find((each) => each === value) ?? 'no' })
            }
            options={restartPolicies.map((value) => ({ value, label: restartWords[value] }))}
          />
        </Field>
      </div>
      <Checkbox
        checked={draft.start}
        onCheckedChange={(start) => change({ start })}
        label="Start it at once"
      />
    </Section>
  );
}

function imageHelp({ images, asking }: Offer): string {
  if (images.length > 0) {
    const those = images.length === 1 ? '1 image' : `${images.length} images`;
    return `${those} on the hosts. Any other has to be pulled there first.`;
  }
  return asking ? 'Asking the hosts for their images.' : 'Such as python:3.12.';
}

const networkHelp = (networks: string[]): string =>
  networks.length === 0
    ? 'Leave empty for the default network.'
    : `${networks.slice(0, 6).join(', ')}${networks.length > 6 ? ', …' : ''}. Leave empty for the default.`;
