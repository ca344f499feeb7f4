import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useHost } from '../rpc/use-capabilities';
import { cn } from '../ui/cn';
import { formatCombo } from '../ui/shortcuts';
import { Breadcrumb } from './breadcrumb';
import { ConnectionState } from './connection-state';
import { useFramePanels } from './frame-panels';
import { Mark } from './mark';
import { TaskTray } from './task-tray';

/** Where one is, the way to everything, and what is going on. Drags the window where it has no title bar. */
export function TopBar() {
  const { door, platform } = useHost();
  // Without a title bar of the system, macOS draws its three buttons over this corner.
  const trafficLights = door === 'window' && platform === 'darwin';
  return (
    <header
      data-region
      tabIndex={-1}
      className={cn(
        'drag-window flex h-11 shrink-0 items-center gap-3 border-b border-line bg-sunken pr-3 pl-4',
        trafficLights && 'pl-20',
      )}
    >
      <Link to="/" aria-label="Fedwright, overview" className="no-drag rounded-sm text-accent">
        <Mark />
      </Link>
      <Breadcrumb />
      <PaletteField />
      <div className="flex min-w-max flex-1 items-center justify-end gap-1">
        <TaskTray />
        <ConnectionState />
      </div>
    </header>
  );
}

function PaletteField() {
  const open = useFramePanels((s) => s.openPalette);
  return (
    <button
      type="button"
      onClick={open}
      className="no-drag flex h-7 w-72 min-w-9 shrink items-center max-md:w-40 max-sm:w-9 gap-2 rounded border border-line bg-surface px-2.5 text-muted hover:border-line-strong"
    >
      <Search aria-hidden className="size-3.5 shrink-0" />
      <span className="flex-1 truncate text-left max-sm:sr-only">Go to or do</span>
      <kbd className="font-sans text-xs text-faint max-sm:hidden">{formatCombo('mod+k')}</kbd>
    </button>
  );
}
