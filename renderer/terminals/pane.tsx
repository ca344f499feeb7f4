import { useEffect, useRef, useState } from 'react';
import { RotateCw } from 'lucide-react';
import { HostWayOut } from '../shell/host-way-out';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { ErrorPanel } from '../ui/error';
import { useShortcut } from '../ui/shortcuts';
import { toast } from '../ui/toast';
import { copySelection } from './copy-selection';
import { PaneBar } from './pane-bar';
import { SearchBar } from './search-bar';
import { activatePane, sessionOf, type Tab, useTerminals } from './store';

/** One terminal with its bar. */
export function Pane({ tab, pane }: { tab: Tab; pane: string }) {
  const view = useTerminals((s) => s.views[pane]);
  const broadcast = useTerminals((s) => s.broadcast.includes(pane));
  const [searching, setSearching] = useState(false);
  const isActive = tab.active === pane;
  usePaneShortcuts(pane, isActive, () => setSearching(true));
  if (!view) return null;
  const closeSearch = () => {
    setSearching(false);
    sessionOf(pane)?.screen.xterm.focus();
  };
  return (
    <section
      aria-label={`Terminal on ${view.title}`}
      data-state={view.state}
      onFocusCapture={() => activatePane(tab.id, pane)}
      className={cn(
        'flex min-h-0 min-w-0 flex-1 flex-col rounded border border-line bg-surface',
        isActive && 'border-line-strong',
        broadcast && 'border-attention',
      )}
    >
      <PaneBar tabId={tab.id} pane={pane} view={view} onSearch={() => setSearching(true)} />
      {searching ? <SearchBar pane={pane} onClose={closeSearch} /> : null}
      {view.state === 'failed' ? (
        <ErrorPanel
          className="m-2"
          title="No shell could be opened"
          error={view.error}
          onRetry={() => renew(pane)}
          action={<HostWayOut error={view.error} hostId={sessionOf(pane)?.target.hostId ?? ''} />}
        />
      ) : null}
      {['lost', 'exited', 'closed'].includes(view.state) ? (
        <div className="flex items-center gap-2 border-b border-line px-2 py-1 text-sm text-muted">
          <span className="flex-1">{endings[view.state]}</span>
          <Button size="sm" icon={RotateCw} onClick={() => renew(pane)}>
            New shell
          </Button>
        </div>
      ) : null}
      <ScreenPlace pane={pane} takesFocus={isActive} />
    </section>
  );
}

const endings: Record<string, string> = {
  lost: 'The connection was lost. A new shell is opened when it is back.',
  exited: 'The shell has ended.',
  closed: 'This terminal was closed, as nothing was heard of this page for a while.',
};

const renew = (pane: string): void =>
  void sessionOf(pane)
    ?.renew()
    .catch((error: unknown) => toast.error(error));

function ScreenPlace({ pane, takesFocus }: { pane: string; takesFocus: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const atFirst = useRef(takesFocus);
  useEffect(() => {
    const session = sessionOf(pane);
    if (!place.current || !session) return;
    const hide = session.screen.showIn(place.current);
    session.start();
    if (atFirst.current) session.screen.xterm.focus();
    return hide;
  }, [pane]);
  return <div ref={place} className="min-h-0 min-w-0 flex-1 overflow-hidden p-1.5" />;
}

function usePaneShortcuts(pane: string, isActive: boolean, search: () => void): void {
  useShortcut('mod+shift+f', isActive ? search : null, 'Search in the terminal');
  useShortcut('mod+shift+c', isActive ? () => copySelection(pane) : null, 'Copy from the terminal');
}
