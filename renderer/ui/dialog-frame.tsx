import * as Radix from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { IconButton } from './button';
import { cn } from './cn';
import { useFocusReturn } from './focus-return';
import { clickPrimary, ShortcutLayer } from './shortcut-layer';
import { typingNotes } from './typing';

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
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid place-items-center overflow-y-auto bg-scrim p-6 animate-appear">
          <Content
            {...(description ? {} : { 'aria-describedby': undefined })}
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
          </Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Rendered only while it is open, so that it knows what had the focus before. */
function Content(props: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content {...props} onKeyDown={clickPrimary} {...typingNotes} {...useFocusReturn()} />;
}
