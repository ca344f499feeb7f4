import { useLayoutEffect, useState } from 'react';

/** Into the first field; without one on the dialog itself, so that no button is pressed by accident. */
function focusFirstField(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  // A field that asks for it has it already.
  if (content !== document.activeElement && content.contains(document.activeElement)) return;
  const field = content.querySelector<HTMLElement>(
    'input:not(:disabled, [tabindex="-1"]), textarea:not(:disabled)',
  );
  (field ?? content).focus();
}

/** Where each dialog gives the focus back to: of one that is followed by another, only that is left. */
const befores = new WeakMap<Element, HTMLElement[]>();
/** The same of one that has just gone: until it has given the focus back, nothing has it. */
let owed: HTMLElement[] = [];

/**
 * What has the focus, and where to go when that is gone by then: what else is left of where it was. A menu is gone as
 * soon as something of it was chosen; what opened it stays.
 */
function focusNow(): HTMLElement[] {
  let from = document.activeElement;
  for (let menu = menuOf(from); menu; menu = menuOf(from)) from = openerOf(menu);
  if (from === document.body) return owed;
  const around: HTMLElement[] = [];
  for (let next = from; next instanceof HTMLElement && next !== document.body; next = next.parentElement)
    if (next === from || next.matches('[data-region], [role="dialog"]'))
      around.push(next, ...(befores.get(next) ?? []));
  return around;
}

const menuOf = (element: Element | null): Element | null => element?.closest('[role="menu"]') ?? null;
const openerOf = (menu: Element): Element | null =>
  document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) ??
  document.getElementById(menu.getAttribute('aria-labelledby') ?? '');

/**
 * Gives the focus back to where it was: Radix only does so for a dialog with a trigger of its own. Asked while the dialog
 * is rendered: once it is there, a field of it may have taken the focus already.
 */
export function useFocusReturn() {
  const [before] = useState(focusNow);
  useLayoutEffect(() => () => void (owed = before), [before]);
  return {
    onOpenAutoFocus: (event: Event) => {
      if (event.currentTarget instanceof Element) befores.set(event.currentTarget, before);
      focusFirstField(event);
    },
    onCloseAutoFocus: (event: Event) => {
      owed = [];
      // One that is gone, or disabled by the work that was just said yes to, does not take it.
      for (const element of [...before, document.querySelector('main[data-region]')]) {
        if (element instanceof HTMLElement) element.focus();
        if (element !== document.activeElement) continue;
        event.preventDefault();
        return;
      }
    },
  };
}
