import { Fragment } from 'react';
import { cn } from '../ui/cn';
import { Divider } from './divider';
import { type Layout, panesIn } from './layout';
import { Pane } from './pane';
import { resizeAt, type Tab } from './store';

interface PaneTreeProps {
  tab: Tab;
  layout: Layout;
  /** Which child of each split leads here. */
  path?: number[];
}

/** The panes of a tab in their rows and columns, with dividers between them. */
export function PaneTree({ tab, layout, path = [] }: PaneTreeProps) {
  if (layout.type === 'pane') return <Pane tab={tab} pane={layout.id} />;
  const { direction, shares } = layout;
  return (
    <div className={cn('flex min-h-0 min-w-0 flex-1', direction === 'column' && 'flex-col')}>
      {layout.children.map((child, index) => (
        <Fragment key={panesIn(child)[0]}>
          {index > 0 ? (
            <Divider
              direction={direction}
              part={partOf(shares, index - 1)}
              onMove={(part) => resizeAt(tab.id, path, index - 1, part)}
            />
          ) : null}
          <div className="flex min-h-0 min-w-0" style={{ flex: `${shares[index] ?? 1} 1 0` }}>
            <PaneTree tab={tab} layout={child} path={[...path, index]} />
          </div>
        </Fragment>
      ))}
    </div>
  );
}

/** How much of what a child and the next one have together is the child's. */
function partOf(shares: number[], at: number): number {
  const [own = 1, next = 1] = shares.slice(at);
  return own / (own + next);
}
