import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent } from 'react';
import { cn } from './cn';
import { Tooltip } from './tooltip';

const look = cva(
  'no-drag inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded font-medium transition-colors duration-120 aria-disabled:opacity-50 aria-busy:pointer-events-none disabled:opacity-50',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent not-disabled:hover:bg-accent-hover',
        secondary: 'border border-line bg-raised text-ink not-disabled:hover:bg-hover',
        ghost: 'text-muted not-disabled:hover:bg-hover not-disabled:hover:text-ink',
        danger: 'bg-failed text-on-failed not-disabled:hover:bg-failed-hover',
      },
      size: { sm: 'h-6 px-2 text-sm', md: 'h-7.5 px-3 text-base' },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof look> {
  icon?: LucideIcon;
  /** Shows that its work is under way, and takes no clicks meanwhile. */
  busy?: boolean;
}

/** A button with a verb on it. */
export function Button({
  variant,
  size,
  icon: Icon,
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...(busy && { ...whileBusy, onClick: ignore })}
      data-variant={variant ?? undefined}
      className={cn(look({ variant, size }), className)}
    >
      {busy ? <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-turn" /> : null}
      {!busy && Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : null}
      {children}
    </button>
  );
}

/** One that is disabled loses the focus, and the keyboard would be nowhere when the work has ended. */
const whileBusy = { 'aria-busy': true, 'aria-disabled': true, disabled: false } as const;

/** Neither does it submit the form that it belongs to. */
const ignore = (event: MouseEvent) => event.preventDefault();

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon;
  /** Read by screen readers and shown as the tooltip. */
  label: string;
  size?: 'sm' | 'md';
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** Takes no clicks and opens no menu while work is under way, and keeps the focus meanwhile. */
  busy?: boolean;
}

/** A button with only an icon on it. */
export function IconButton({
  icon: Icon,
  label,
  size = 'md',
  side,
  busy = false,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} side={side}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        {...(busy && { ...whileBusy, onClick: ignore, onPointerDown: undefined, onKeyDown: undefined })}
        className={cn(
          'no-drag inline-flex shrink-0 items-center justify-center rounded text-muted transition-colors duration-120 not-disabled:hover:bg-hover not-disabled:hover:text-ink aria-disabled:opacity-50 aria-busy:pointer-events-none disabled:opacity-50',
          size === 'sm' ? 'size-6' : 'size-7.5',
          className,
        )}
      >
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      </button>
    </Tooltip>
  );
}
