import { Settings2 } from 'lucide-react';
import { Button } from '../ui/button';
import { Menu, type MenuItem } from '../ui/menu';
import { fontSizes, scrollbacks, usePreferences } from './preferences';

/** How terminals are shown in this window. */
export function PreferencesMenu() {
  const { scrollback, fontSize, screenReader } = usePreferences();
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
      label: 'Read to screen readers',
      checked: screenReader,
      onSelect: () => usePreferences.setState({ screenReader: !screenReader }),
    },
  ];
  return (
    <Menu
      label="How terminals are shown"
      trigger={
        <Button variant="ghost" icon={Settings2}>
          View
        </Button>
      }
      items={items}
    />
  );
}
