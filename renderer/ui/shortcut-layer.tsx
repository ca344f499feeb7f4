import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect } from 'react';
import { isMod, LayerContext, popLayer, pushLayer } from './shortcuts';

/** While it is mounted, only shortcuts declared inside it work: a dialog is over the page's own. */
export function ShortcutLayer({ children }: { children: ReactNode }) {
  const id = useId();
  useLayoutEffect(() => {
    pushLayer(id);
    return () => popLayer(id);
  }, [id]);
  return <LayerContext value={id}>{children}</LayerContext>;
}

/** Ctrl/Cmd+Enter presses the last primary button of the dialog that has the focus. */
export function clickPrimary(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || !isMod(event.nativeEvent) || event.defaultPrevented) return;
  const buttons = event.currentTarget.querySelectorAll<HTMLButtonElement>('button[data-variant="primary"]');
  const button = [...buttons].at(-1);
  if (!button || button.disabled) return;
  event.preventDefault();
  event.stopPropagation();
  button.click();
}
