import { cn } from '../ui/cn';
import { type Layout, panesIn } from './layout';
import { Pane } from './pane';
import type { Tab } from './store';

/** The panes of a tab in their rows and columns. */
export function PaneTree({ tab, layout }: { tab: Tab; layout: Layout }) {
  if (layout.type === 'pane') return <Pane tab={tab} pane={layout.id} />;
  return (
    <div className={cn('flex min-h-0 min-w-0 flex-1 gap-2', layout.direction === 'column' && 'flex-col')}>
      {layout.children.map((child) => (
        <PaneTree key={panesIn(child)[0]} tab={tab} layout={child} />
      ))}
    </div>
  );
}
