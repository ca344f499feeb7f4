import { createContext, use, useEffect, useEffectEvent } from 'react';
import { create } from 'zustand';

const mac = /mac/i.test(navigator.userAgent) && !/like mac/i.test(navigator.userAgent);

interface Shortcut {
  /** Such as `mod+k`, `shift+f6`, `?`. `mod` is Cmd on macOS and Ctrl elsewhere. */
  combo: string;
  /** What it does, for the list of shortcuts; without one it is not listed. */
  label?: string;
  layer: string;
  run: (event: KeyboardEvent) => void;
}

interface Registry {
  shortcuts: Shortcut[];
  layers: string[];
}

/** Every shortcut that works now; the last of one combination wins. */
export const useShortcutRegistry = create<Registry>(() => ({ shortcuts: [], layers: [] }));

export const pageLayer = 'page';
export const LayerContext = createContext(pageLayer);

export function pushLayer(id: string): void {
  useShortcutRegistry.setState((s) => ({ layers: [...s.layers, id] }));
}

export function popLayer(id: string): void {
  useShortcutRegistry.setState((s) => ({ layers: s.layers.filter((layer) => layer !== id) }));
}

/** Whether Cmd on macOS, Ctrl elsewhere, is held down. */
export function isMod(event: Pick<KeyboardEvent, 'metaKey' | 'ctrlKey'>): boolean {
  return mac ? event.metaKey : event.ctrlKey;
}

const arrowNames: Record<string, string> = { arrowleft: '←', arrowright: '→', arrowup: '↑', arrowdown: '↓' };

/** A combination as it is printed on this system's keys: `⌘K`, `Ctrl+K`. */
export function formatCombo(combo: string): string {
  const names: Record<string, string> = mac
    ? { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↩' }
    : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', enter: 'Enter' };
  const parts = combo
    .split('+')
    .map((part) => names[part] ?? arrowNames[part] ?? part.charAt(0).toUpperCase() + part.slice(1));
  return parts.join(mac ? '' : '+');
}

function comboOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (isMod(event)) parts.push('mod');
  if (event.altKey) parts.push('alt');
  // A shifted sign such as `?` is the key itself; only letters and named keys keep the modifier.
  if (event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))) parts.push('shift');
  parts.push(event.key.toLowerCase());
  return parts.join('+');
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

const undoCombos = new Set(['mod+z', 'mod+shift+z', 'mod+y']);

/**
 * Whether a text has a history of its own: what is typed there is not part of the page's state yet. Fields of
 * the page's state undo with the page.
 */
function keepsOwnHistory(event: KeyboardEvent): boolean {
  const own = 'input[type="search"], [data-own-undo], [contenteditable="true"]';
  return event.target instanceof Element && event.target.closest(own) !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const combo = comboOf(event);
  if (undoCombos.has(combo) && keepsOwnHistory(event)) return;
  const plain = !combo.includes('mod+') && event.key.length === 1;
  if (plain && isTyping(event)) return;
  const { shortcuts, layers } = useShortcutRegistry.getState();
  const top = layers.at(-1) ?? pageLayer;
  const found = shortcuts.findLast((s) => s.combo === combo && s.layer === top);
  if (!found) return;
  event.preventDefault();
  found.run(event);
}

/** Listens for every shortcut; once, at the root. Returns how to stop. */
export function listenForShortcuts(): () => void {
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** Runs `handler` on a key combination while the component is mounted; null switches it off. */
export function useShortcut(combo: string, handler: (() => void) | null, label?: string): void {
  const layer = use(LayerContext);
  const run = useEffectEvent(() => handler?.());
  const active = handler !== null;
  useEffect(() => {
    if (!active) return;
    const shortcut: Shortcut = { combo, label, layer, run: () => run() };
    useShortcutRegistry.setState((s) => ({ shortcuts: [...s.shortcuts, shortcut] }));
    return () =>
      useShortcutRegistry.setState((s) => ({ shortcuts: s.shortcuts.filter((each) => each !== shortcut) }));
  }, [combo, label, layer, active]);
}

/** Ctrl/Cmd+Enter: the one thing that this page is for. */
export function usePrimaryAction(handler: (() => void) | null): void {
  useShortcut('mod+enter', handler, 'Main action of this page');
}

/** Ctrl/Cmd+S: saves what is being edited. */
export function useSaveAction(handler: (() => void) | null): void {
  useShortcut('mod+s', handler, 'Save');
}
