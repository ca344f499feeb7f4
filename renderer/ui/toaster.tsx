import { CircleCheck, CircleX, Info } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';

const look = {
  toast:
    'flex w-full items-start gap-2.5 rounded border border-line bg-raised px-3 py-2.5 text-base text-ink shadow-float',
  icon: 'mt-0.5 shrink-0',
  content: 'min-w-0 flex-1',
  title: 'font-medium wrap-break-word',
  description: 'text-sm text-muted wrap-break-word',
  actionButton: 'shrink-0 rounded-sm px-2 py-0.5 text-sm font-medium text-accent hover:bg-hover',
  closeButton:
    'order-last grid size-6 shrink-0 place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink',
};

/** Where toasts appear; once, at the root of the page. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      offset={16}
      closeButton
      style={{ fontFamily: 'inherit' }}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-ok" />,
        error: <CircleX aria-hidden className="size-4 text-failed" />,
        info: <Info aria-hidden className="size-4 text-running" />,
      }}
      toastOptions={{ unstyled: true, classNames: look, duration: 6000 }}
    />
  );
}
