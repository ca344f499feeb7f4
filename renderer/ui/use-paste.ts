import { type RefObject, useEffect, useEffectEvent } from 'react';

/**
 * Calls `onPaste` with a text that is pasted while the element itself has the focus. Listens on the document,
 * as Chromium sends the event to where the selection is, which for what is no text field may be anywhere.
 */
export function usePaste(
  element: RefObject<HTMLElement | null>,
  onPaste: ((text: string) => void) | undefined,
): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!onPaste || document.activeElement !== element.current || text.trim() === '') return;
    event.preventDefault();
    onPaste(text);
  });
  useEffect(() => {
    const listen = (event: ClipboardEvent) => paste(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);
}
