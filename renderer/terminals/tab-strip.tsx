import { PencilLine, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/button';
import { cn } from '../ui/cn';
import { panesIn } from './layout';
import { RenameDialog } from './rename-dialog';
import { closeTab, showTab, type Tab, useTerminals } from './store';

/** The tabs, each with a way to close it. */
export function TabStrip({ tabs, shown }: { tabs: Tab[]; shown: string | null }) {
  return (
    <ul aria-label="Open terminals" className="flex gap-1 overflow-x-auto overflow-y-hidden">
      {tabs.map((tab, index) => (
        <TabItem key={tab.id} tab={tab} number={index + 1} isShown={tab.id === shown} />
      ))}
    </ul>
  );
}

function TabItem({ tab, number, isShown }: { tab: Tab; number: number; isShown: boolean }) {
  const own = useTerminals((s) => s.views[tab.active]?.title ?? '');
  const [naming, setNaming] = useState(false);
  const name = tab.name ?? own;
  const count = panesIn(tab.layout).length;
  const label = `${number}: ${name}`;
  return (
    <li
      className={cn(
        '-mb-px flex h-8 shrink-0 items-center border-b-2 border-transparent text-muted',
        isShown && 'border-accent text-ink',
      )}
    >
      <button
        type="button"
        aria-current={isShown ? 'true' : undefined}
        onClick={() => showTab(tab.id)}
        onDoubleClick={() => setNaming(true)}
        className="flex h-full items-center gap-1.5 rounded px-2 font-medium hover:text-ink"
      >
        <span className="max-w-48 truncate">{label}</span>
        {count > 1 ? (
          <span className="tabular rounded-sm bg-sunken px-1.5 text-xs">{count} panes</span>
        ) : null}
      </button>
      {isShown ? (
        <IconButton size="sm" icon={PencilLine} label={`Rename ${label}`} onClick={() => setNaming(true)} />
      ) : null}
      <IconButton size="sm" icon={X} label={`Close ${label}`} onClick={() => closeTab(tab.id)} />
      {naming ? <RenameDialog tab={tab} own={own} onClose={() => setNaming(false)} /> : null}
    </li>
  );
}
