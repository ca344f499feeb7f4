import * as Radix from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { IconButton } from './button';
import { cn } from './cn';
import { clickPrimary, ShortcutLayer } from './shortcut-layer';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons; the primary one last. Ctrl/Cmd+Enter presses it. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
}

/** Into the first field; without one on the dialog itself, so that no button is pressed by accident. */
function focusFirstField(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const field = content.querySelector<HTMLElement>(
    '[autofocus], input:not(:disabled), textarea:not(:disabled)',
  );
  (field ?? content).focus();
}

/** Of a menu it is the button behind which it is: what was chosen there is gone when the dialog closes. */
function openerOf(focused: Element | null): Element | null {
  const button = focused?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  return button ? document.getElementById(button) : focused;
}

/** Gives the focus back to where it was: Radix only does so for a dialog with a trigger of its own. */
function useFocusReturn() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      before.current = openerOf(document.activeElement);
      focusFirstField(event);
    },
    onCloseAutoFocus: (event: Event) => {
      if (!(before.current instanceof HTMLElement) || !before.current.isConnected) return;
      event.preventDefault();
      before.current.focus();
    },
  };
}

const widths = { sm: 'max-w-[26rem]', md: 'max-w-[36rem]', lg: 'max-w-[52rem]' };

/** A window of its own over the page. Escape and the close button close it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'md',
}: DialogProps) {
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid place-items-center overflow-y-auto bg-scrim p-6 animate-appear">
          <Radix.Content
            {...(description ? {} : { 'aria-describedby': undefined })}
            onKeyDown={clickPrimary}
            {...focusReturn}
            className={cn(
              'flex max-h-[calc(100vh-3rem)] w-full flex-col focus-visible:outline-none rounded border border-line bg-raised shadow-float animate-rise',
              widths[size],
            )}
          >
            <ShortcutLayer>
              <header className="flex items-start gap-3 px-5 pt-4 pb-3">
                <div className="min-w-0 flex-1">
                  <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
                  {description ? (
                    <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>
                  ) : null}
                </div>
                <Radix.Close asChild>
                  <IconButton icon={X} label="Close" size="sm" className="-mr-1.5" />
                </Radix.Close>
              </header>
              {children ? (
                <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-4">{children}</div>
              ) : null}
              {footer ? (
                <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
                  {footer}
                </footer>
              ) : null}
            </ShortcutLayer>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}
