import { Settings2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Menu, type MenuItem } from '../ui/menu';
import { FontDialog } from './font-dialog';
import { fontSizes, gpuChoices, scrollbacks, usePreferences } from './preferences';

const gpuWords: Record<(typeof gpuChoices)[number], string> = {
  auto: 'Draw with the GPU where there is one',
  always: 'Always draw with the GPU',
  never: 'Never draw with the GPU',
};

/** How terminals are shown in this window. */
export function PreferencesMenu() {
  const { scrollback, fontSize, font, screenReader, gpu } = usePreferences();
  const [naming, setNaming] = useState(false);
  const items: MenuItem[] = [
    ...scrollbacks.map((lines) => ({
      label: `Keep ${lines.toLocaleString('en')} lines`,
      checked: scrollback === lines,
      onSelect: () => usePreferences.setState({ scrollback: lines }),
    })),
    'separator',
    ...fontSizes.map((size) => ({
      label: `Text of ${size} px`,
      checked: fontSize === size,
      onSelect: () => usePreferences.setState({ fontSize: size }),
    })),
    'separator',
    {
      label: 'JetBrains Mono',
      checked: font.kind === 'bundled',
      onSelect: () => usePreferences.setState({ font: { kind: 'bundled' } }),
    },
    {
      label: "This machine's monospace font",
      checked: font.kind === 'system',
      onSelect: () => usePreferences.setState({ font: { kind: 'system' } }),
    },
    {
      label: font.kind === 'named' ? `${font.name}…` : 'Another font…',
      checked: font.kind === 'named',
      onSelect: () => setNaming(true),
    },
    'separator',
    ...gpuChoices.map((choice) => ({
      label: gpuWords[choice],
      checked: gpu === choice,
      onSelect: () => usePreferences.setState({ gpu: choice }),
    })),
    'separator',
    {
      label: 'Read to screen readers',
      checked: screenReader,
      onSelect: () => usePreferences.setState({ screenReader: !screenReader }),
    },
  ];
  return (
    <>
      <Menu
        label="How terminals are shown"
        trigger={
          <Button variant="ghost" icon={Settings2}>
            View
          </Button>
        }
        items={items}
      />
      {naming ? <FontDialog onClose={() => setNaming(false)} /> : null}
    </>
  );
}
