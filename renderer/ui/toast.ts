import { toast as sonner } from 'sonner';
import { toProblem } from '../rpc/errors';

interface ToastOptions {
  description?: string;
  action?: { label: string; onClick: () => void };
  /** Toasts of one id replace each other. */
  id?: string;
}

/** Short notes at the corner of the window: what happened, and what to do next. */
export const toast = {
  success(message: string, options?: ToastOptions): void {
    sonner.success(message, options);
  },
  info(message: string, options?: ToastOptions): void {
    sonner.info(message, options);
  },
  /** Takes away the notes whose id begins so: what they offer is not there any more. */
  dismiss(prefix: string): void {
    for (const { id } of sonner.getToasts()) if (String(id).startsWith(prefix)) sonner.dismiss(id);
  },
  /** A failure that is told in words; for thrown things there is `error`. */
  failed(message: string, options?: ToastOptions): void {
    sonner.error(message, { duration: 10_000, ...options });
  },
  /** Shows any thrown thing with what to do about it. */
  error(error: unknown, options?: ToastOptions): void {
    const report = toProblem(error);
    sonner.error(report.message, { description: report.hint || undefined, duration: 10_000, ...options });
  },
};
