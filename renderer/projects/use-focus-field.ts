import { useEffect } from 'react';
import { useDraftStore } from './draft-store';
import { fieldIdsOutwards } from './field-path';

/** Frames to wait for the tab and the inspector of a field; about half a second. */
const patience = 30;
const menuClosesMs = 60;

/** Focuses the field that the summary of problems asked for, as soon as it is on the page. */
export function useFocusField(projectId: string): void {
  const focus = useDraftStore((state) => state.editing[projectId]?.focus ?? null);
  useEffect(() => {
    if (!focus || focus.inText) return;
    const ids = fieldIdsOutwards(focus);
    let frame = 0;
    const look = (left: number) => {
      const found = ids.map((id) => document.getElementById(id)).find((element) => element !== null);
      if (found) reveal(found);
      if (found || left === 0) useDraftStore.getState().focusField(projectId, null);
      else frame = requestAnimationFrame(() => look(left - 1));
    };
    frame = requestAnimationFrame(() => look(patience));
    return () => cancelAnimationFrame(frame);
  }, [focus, projectId]);
}

function reveal(element: HTMLElement): void {
  const folded = element.closest('details');
  if (folded) folded.open = true;
  element.scrollIntoView({ block: 'center' });
  element.focus();
  // A menu that asked for this field gives the focus back to its own button as it closes, a moment later. Only
  // from there is it taken again: a person who is already in another field stays in it.
  setTimeout(() => isAtMenu(document.activeElement) && element.focus(), menuClosesMs);
}

const isAtMenu = (active: Element | null): boolean =>
  active === null ||
  active === document.body ||
  active.matches('[aria-haspopup="menu"], [role="menu"], [role="menuitem"]');
