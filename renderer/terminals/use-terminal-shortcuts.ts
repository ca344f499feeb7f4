import { useShortcut } from '../ui/shortcuts';
import { dividerStep, panesIn } from './layout';
import { closePane, focusPane, openAnother, resizeActive, splitAt, type Tab } from './store';

/** What the keyboard does with the tab that is shown. `own-keys.ts` keeps these keys from the shell. */
export function useTerminalShortcuts(tab: Tab | undefined): void {
  const several = tab && panesIn(tab.layout).length > 1 ? tab : null;
  const on = (run: (tab: Tab) => void) => (tab ? () => run(tab) : null);
  useShortcut(
    'mod+shift+enter',
    on(({ active }) => openAnother(active)),
    'New terminal of the same place',
  );
  useShortcut(
    'mod+shift+e',
    on(({ id, active }) => splitAt(id, active, 'row')),
    'Split to the right',
  );
  useShortcut(
    'mod+shift+l',
    on(({ id, active }) => splitAt(id, active, 'column')),
    'Split downwards',
  );
  useShortcut(
    'mod+shift+x',
    on(({ id, active }) => {
      closePane(id, active);
      // Those that are left take their places first.
      requestAnimationFrame(() => focusPane(id, 0));
    }),
    'Close this pane',
  );
  useShortcut('mod+f6', several && (() => focusPane(several.id, 1)), 'Next pane');
  useShortcut('mod+shift+f6', several && (() => focusPane(several.id, -1)), 'Previous pane');
  useDividerShortcuts(several);
}

function useDividerShortcuts(tab: Tab | null): void {
  const move = (direction: 'row' | 'column', by: number) =>
    tab && (() => resizeActive(tab.id, direction, by));
  useShortcut('mod+shift+arrowleft', move('row', -dividerStep), 'Move the divider to the left');
  useShortcut('mod+shift+arrowright', move('row', dividerStep), 'Move the divider to the right');
  useShortcut('mod+shift+arrowup', move('column', -dividerStep), 'Move the divider upwards');
  useShortcut('mod+shift+arrowdown', move('column', dividerStep), 'Move the divider downwards');
}
