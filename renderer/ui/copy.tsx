import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { cn } from './cn';

/** Puts text on the clipboard; falls back to a selection where the page may not use the clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

/** A handler that copies, and whether it did so within the last seconds. */
export function useCopy(value: string) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void copyText(value).then(() => setCopied(true));
  return { copied, copy };
}

interface CopyableProps {
  value: string;
  /** What is shown; the value itself when not given. */
  children?: ReactNode;
  mono?: boolean;
  /** What it is, for the button's name: `Copy fingerprint`. */
  label: string;
  className?: string;
}

/** A value with a copy button that shows on hover and focus. */
export function Copyable({ value, children, mono = false, label, className }: CopyableProps) {
  const { copied, copy } = useCopy(value);
  const Icon = copied ? Check : Copy;
  return (
    <span className={cn('group/copy inline-flex max-w-full min-w-0 items-center gap-0.5', className)}>
      <span className={cn('min-w-0 truncate', mono && 'font-mono text-sm')} title={value}>
        {children ?? value}
      </span>
      <button
        type="button"
        aria-label={copied ? `${label} copied` : `Copy ${label}`}
        onClick={(event) => {
          event.stopPropagation();
          copy();
        }}
        onKeyDown={(event) => event.stopPropagation()}
        className={cn(
          'grid size-5 shrink-0 place-items-center rounded-sm text-faint opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/copy:opacity-100',
          copied && 'text-ok opacity-100',
        )}
      >
        <Icon aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
