import type { HostSettings } from '../../preload/contract/hosts';
import { Field, TextInput } from '../ui/field';
import { withSplitAddress } from './host-draft';
import type { HostFieldsProps } from './host-fields';

/** Where the host is. */
export function AddressFields({ draft, faults, onChange }: HostFieldsProps) {
  const { settings } = draft;
  const set = (change: Partial<HostSettings>) => onChange({ ...draft, settings: { ...settings, ...change } });
  return (
    <div className="grid grid-cols-[1fr_6rem] gap-3">
      <Field label="Address" required help="Host name or IP address." error={faults.address}>
        <TextInput
          maxLength={255}
          value={settings.address}
          onChange={(event) => set({ address: event.target.value })}
          onBlur={() => onChange(withSplitAddress(draft))}
        />
      </Field>
      <Field label="Port" error={faults.port}>
        <TextInput
          inputMode="numeric"
          maxLength={5}
          value={Number.isNaN(settings.port) ? '' : String(settings.port)}
          onChange={(event) => set({ port: Number.parseInt(event.target.value, 10) })}
        />
      </Field>
    </div>
  );
}
