import { Monitor, Moon, Sun } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import type { Settings, SettingsView } from '../../preload/contract/settings';
import { Section } from '../ui/page';
import { useSettingsUpdate } from '../rpc/settings-update';

const themes = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] satisfies { value: Settings['theme']; label: string; icon: typeof Sun }[];

/** Light or dark. */
export function AppearanceSection({ settings }: { settings: SettingsView }) {
  const update = useSettingsUpdate();
  const change = (value: string) => {
    const theme = themes.find((each) => each.value === value)?.value;
    if (theme) update.mutate({ theme });
  };
  return (
    <Section id="appearance" title="Appearance">
      <RadioGroup.Root
        aria-label="Theme"
        value={settings.theme}
        onValueChange={change}
        className="flex w-fit gap-0.5 rounded border border-line bg-sunken p-0.5"
      >
        {themes.map(({ value, label, icon: Icon }) => (
          <RadioGroup.Item
            key={value}
            value={value}
            className="flex h-7 items-center gap-1.5 rounded-sm px-3 text-muted hover:text-ink data-[state=checked]:bg-surface data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-[inset_0_0_0_1px_var(--line)]"
          >
            <Icon aria-hidden className="size-3.5" />
            {label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </Section>
  );
}
