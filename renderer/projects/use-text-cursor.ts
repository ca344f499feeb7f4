import { useEffect, useRef, useState } from 'react';
import { awaitField, exactFrames } from './await-field';
import { type FieldPlace, fieldIdsOutwards, placeOfId } from './field-path';

const same = (a: FieldPlace | null, b: FieldPlace | null): boolean =>
  a?.key === b?.key && a?.path === b?.path;

/**
 * Leads from the text to the form and back. `atCursor` is the field that the text is about where its cursor is; it
 * is marked in the form. `focused` is the field of the form that a person went to last; the text shows where it is.
 */
export function useTextCursor(isText: boolean, activeKey: string | null) {
  const [atCursor, setAtCursor] = useState<FieldPlace | null>(null);
  const [focused, setFocused] = useState<FieldPlace | null>(null);
  const last = useRef<FieldPlace | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      const element = target instanceof Element ? target.closest('[id^="field:"]') : null;
      const place = element && placeOfId(element.id);
      if (!place) return;
      last.current = place;
      if (isText) setFocused(place);
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [isText]);
  useEffect(() => {
    if (!isText) return setAtCursor(null);
    const known = last.current?.key === null || last.current?.key === activeKey ? last.current : null;
    setFocused(known ?? (activeKey === null ? null : { key: activeKey, path: '' }));
    // The text goes to that place, so its form is what stands beside it.
    setAtCursor(known);
    // Only as the text is opened: later the cursor leads.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isText]);
  usePointed(isText ? atCursor : null);
  const point = (place: FieldPlace | null) => setAtCursor((now) => (same(now, place) ? now : place));
  return { atCursor, focused, point };
}

/** Marks the field of a place and brings it into view, without taking the focus from the text. */
function usePointed(place: FieldPlace | null): void {
  useEffect(() => {
    if (!place || place.path === '') return;
    let found: Element | null = null;
    const stop = awaitField(fieldIdsOutwards(place, { only: true }), exactFrames, (element) => {
      found = element;
      found?.setAttribute('data-at-cursor', '');
      found?.scrollIntoView({ block: 'nearest' });
    });
    return () => {
      stop();
      found?.removeAttribute('data-at-cursor');
    };
  }, [place]);
}
