import { Dialog } from '../ui/dialog';
import { formatCombo, pageLayer, useShortcutRegistry } from '../ui/shortcuts';
import { useFramePanels } from './frame-panels';

const inTables: [string, string][] = [
  ['↑ ↓', 'Move through the rows'],
  ['Enter', 'Open the row'],
  ['Space', 'Select the row'],
  ['shift+↑ ↓', 'Select several rows'],
  ['mod+A', 'Select all rows'],
];

/** Every shortcut that works on this page. */
export function ShortcutsDialog() {
  const { shortcuts: open, setShortcuts } = useFramePanels();
  const registered = useShortcutRegistry((s) => s.shortcuts);
  const byCombo = new Map(
    registered.filter((s) => s.layer === pageLayer && s.label).map((s) => [s.combo, s.label ?? '']),
  );
  return (
    <Dialog open={open} onOpenChange={setShortcuts} title="Keyboard shortcuts" size="md">
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <ShortcutList title="Everywhere and on this page" rows={[...byCombo]} />
        <ShortcutList title="In tables" rows={inTables} />
      </div>
    </Dialog>
  );
}

function ShortcutList({ title, rows }: { title: string; rows: [string, string][] }) {
  return (
    <section>
      <h3 className="mb-1 text-sm font-medium text-muted">{title}</h3>
      <dl>
        {rows.map(([combo, label]) => (
          <div key={combo} className="flex items-center justify-between gap-4 border-b border-line py-1">
            <dt>{label}</dt>
            <dd>
              <kbd className="rounded-sm border border-line bg-sunken px-1.5 font-sans text-sm whitespace-nowrap text-muted">
                {formatCombo(combo)}
              </kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
