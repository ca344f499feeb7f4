import { useEffect } from 'react';
import { awaitField } from './await-field';
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
    return awaitField(fieldIdsOutwards(focus), patience, (found) => {
      if (found) reveal(found);
      useDraftStore.getState().focusField(projectId, null);
    });
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
