import { Columns2, Copy, Radio, Rows2, Search, X } from 'lucide-react';
import { IconButton } from '../ui/button';
import { cn } from '../ui/cn';
import { copySelection } from './copy-selection';
import type { SessionState, SessionView } from './session';
import { closePane, splitAt, toggleBroadcast, useTerminals } from './store';

interface PaneBarProps {
  tabId: string;
  pane: string;
  view: SessionView & { title: string };
  onSearch: () => void;
}

const words: Record<SessionState, string> = {
  opening: 'Opening',
  open: 'Open',
  lost: 'Connection lost',
  exited: 'Ended',
  failed: 'Failed',
  closed: 'Closed',
};

/** Where the shell is and how it is, and what can be done with its pane. */
export function PaneBar({ tabId, pane, view, onSearch }: PaneBarProps) {
  return (
    <div className="flex h-7 shrink-0 items-center gap-0.5 border-b border-line pr-0.5 pl-2 text-sm">
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium">{view.title}</span>
        <span className="ml-2 text-muted">{words[view.state]}</span>
      </span>
      <BroadcastSwitch pane={pane} />
      <IconButton size="sm" icon={Copy} label="Copy what is selected" onClick={() => copySelection(pane)} />
      <IconButton size="sm" icon={Search} label="Search" onClick={onSearch} />
      <IconButton
        size="sm"
        icon={Columns2}
        label="Split to the right"
        onClick={() => splitAt(tabId, pane, 'row')}
      />
      <IconButton
        size="sm"
        icon={Rows2}
        label="Split downwards"
        onClick={() => splitAt(tabId, pane, 'column')}
      />
      <IconButton size="sm" icon={X} label="Close this pane" onClick={() => closePane(tabId, pane)} />
    </div>
  );
}

function BroadcastSwitch({ pane }: { pane: string }) {
  const on = useTerminals((s) => s.broadcast.includes(pane));
  const count = useTerminals((s) => Object.keys(s.views).length);
  if (count < 2) return null;
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => toggleBroadcast(pane)}
      className={cn(
        'flex h-5.5 items-center gap-1 rounded px-1.5 text-sm text-muted hover:bg-hover hover:text-ink',
        on && 'bg-attention-soft font-medium text-attention',
      )}
    >
      <Radio aria-hidden className="size-3.5" />
      {on ? 'Broadcasting' : 'Broadcast'}
    </button>
  );
}
