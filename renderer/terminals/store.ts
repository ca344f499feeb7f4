import { create } from 'zustand';
import type { TerminalTargetRef } from '../../preload/contract/terminals';
import {
  type Layout,
  type SplitDirection,
  moveDivider,
  movePaneDivider,
  paneOf,
  panesIn,
  removePane,
  splitPane,
} from './layout';
import { type Session, type SessionView, createSession } from './session';

export interface Tab {
  id: string;
  layout: Layout;
  /** The pane that has, or had last, the keyboard. */
  active: string;
  /** As a person named it; null: after what its active pane is on. */
  name: string | null;
}

interface Terminals {
  tabs: Tab[];
  /** The id of the tab that is shown. */
  shown: string | null;
  views: Record<string, SessionView & { title: string }>;
  /** Panes that get what is typed into one of them. */
  broadcast: string[];
}

/** Every terminal of this page. They live on while other pages are shown, and end with the window or the tab. */
export const useTerminals = create<Terminals>(() => ({ tabs: [], shown: null, views: {}, broadcast: [] }));

const sessions = new Map<string, Session>();
export const sessionOf = (pane: string): Session | undefined => sessions.get(pane);

const { getState: get, setState: set } = useTerminals;

function openPane(target: TerminalTargetRef, title: string): string {
  const pane = crypto.randomUUID();
  const onChange = (change: Partial<SessionView>) =>
    set(({ views }) => {
      const view = views[pane];
      return view ? { views: { ...views, [pane]: { ...view, ...change } } } : {};
    });
  set(({ views }) => ({ views: { ...views, [pane]: { title, state: 'opening', error: null } } }));
  sessions.set(pane, createSession({ target, onChange, onInput: (text) => typeInto(pane, text) }));
  return pane;
}

/** Into a pane, and into all that are broadcast to when it is one of them. */
function typeInto(pane: string, text: string): void {
  const { broadcast } = get();
  for (const each of broadcast.includes(pane) ? broadcast : [pane]) void sessions.get(each)?.write(text);
}

/** Opens a tab with one pane. The shell is opened once the pane knows its size. */
export function openTab(target: TerminalTargetRef, title: string): void {
  const pane = openPane(target, title);
  const tab: Tab = { id: crypto.randomUUID(), layout: paneOf(pane), active: pane, name: null };
  set(({ tabs }) => ({ tabs: [...tabs, tab], shown: tab.id }));
}

/** One more shell of the same place, beside (`row`) or below (`column`) a pane. */
export function splitAt(tabId: string, pane: string, direction: SplitDirection): void {
  const session = sessions.get(pane);
  if (!session) return;
  const added = openPane(session.target, get().views[pane]?.title ?? '');
  changeTab(tabId, (tab) => ({
    ...tab,
    layout: splitPane(tab.layout, pane, direction, added),
    active: added,
  }));
}

export function closePane(tabId: string, pane: string): void {
  sessions.get(pane)?.close();
  sessions.delete(pane);
  set(({ views: { [pane]: _gone, ...views }, broadcast }) => ({
    views,
    broadcast: withoutLonely(broadcast.filter((each) => each !== pane)),
  }));
  const tab = get().tabs.find(({ id }) => id === tabId);
  const layout = tab && removePane(tab.layout, pane);
  if (!layout) return forgetTab(tabId);
  const active = tab.active === pane ? (panesIn(layout)[0] ?? '') : tab.active;
  changeTab(tabId, () => ({ ...tab, layout, active }));
}

export function closeTab(tabId: string): void {
  const tab = get().tabs.find(({ id }) => id === tabId);
  for (const pane of tab ? panesIn(tab.layout) : []) closePane(tabId, pane);
}

function forgetTab(tabId: string): void {
  set(({ tabs, shown }) => {
    const index = tabs.findIndex(({ id }) => id === tabId);
    const rest = tabs.toSpliced(index, index < 0 ? 0 : 1);
    const next = rest[Math.max(0, index - 1)]?.id ?? null;
    return { tabs: rest, shown: shown === tabId ? next : shown };
  });
}

/** One more tab with a shell of the same place as a pane. */
export function openAnother(pane: string): void {
  const session = sessions.get(pane);
  if (session) openTab(session.target, get().views[pane]?.title ?? '');
}

/** Names a tab; an empty name gives it its own one back. */
export const renameTab = (tabId: string, name: string): void =>
  changeTab(tabId, (tab) => ({ ...tab, name: name.trim() || null }));

/** Moves a divider of a tab: see `moveDivider`. */
export const resizeAt = (tabId: string, path: number[], at: number, part: number): void =>
  changeTab(tabId, (tab) => ({ ...tab, layout: moveDivider(tab.layout, path, at, part) }));

/** Moves the divider that is nearest to the active pane of a tab: see `movePaneDivider`. */
export const resizeActive = (tabId: string, direction: SplitDirection, by: number): void =>
  changeTab(tabId, (tab) => ({ ...tab, layout: movePaneDivider(tab.layout, tab.active, direction, by) }));

/** Gives the keyboard to the pane of a tab so many places after its active one, or before it. */
export function focusPane(tabId: string, by: number): void {
  const tab = get().tabs.find(({ id }) => id === tabId);
  const panes = tab ? panesIn(tab.layout) : [];
  const at = panes.indexOf(tab?.active ?? '');
  sessions.get(panes.at((at + by) % panes.length) ?? '')?.screen.xterm.focus();
}

export const showTab = (shown: string): void => set({ shown });

export const activatePane = (tabId: string, active: string): void =>
  changeTab(tabId, (tab) => (tab.active === active ? tab : { ...tab, active }));

/** Takes a pane in among those that are broadcast to, or out. */
export function toggleBroadcast(pane: string): void {
  set(({ broadcast }) => ({
    broadcast: broadcast.includes(pane) ? broadcast.filter((each) => each !== pane) : [...broadcast, pane],
  }));
}

export const endBroadcast = (): void => set({ broadcast: [] });

/** What is left alone would be broadcast to nobody, and surprise when another one joins. */
const withoutLonely = (broadcast: string[]): string[] => (broadcast.length < 2 ? [] : broadcast);

function changeTab(tabId: string, change: (tab: Tab) => Tab): void {
  set(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.id === tabId ? change(tab) : tab)) }));
}
