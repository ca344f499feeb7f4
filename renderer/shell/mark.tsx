import { cn } from '../ui/cn';

/** The sign of Fedwright: three sites around one server. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden className={cn('size-5', className)}>
      <path
        d="M12 12 12 4.5M12 12 5.2 16.5M12 12 18.8 16.5"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
      <circle cx="12" cy="12" r="3.4" fill="currentColor" />
      <circle cx="12" cy="4" r="2.1" fill="currentColor" />
      <circle cx="4.7" cy="16.8" r="2.1" fill="currentColor" />
      <circle cx="19.3" cy="16.8" r="2.1" fill="currentColor" />
    </svg>
  );
}
