import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';

export interface MenuAction {
  label: string;
  icon?: LucideIcon;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  shortcut?: string;
  /** One of several that exclude each other, and whether it is the one. */
  checked?: boolean;
}
export type MenuItem = MenuAction | 'separator';

interface MenuProps {
  /** The button that opens it; must take a ref. */
  trigger: ReactNode;
  items: MenuItem[];
  label: string;
  align?: 'start' | 'end';
}

/** Actions behind a button. */
export function Menu({ trigger, items, label, align = 'end' }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.stopPropagation()}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 overflow-y-auto rounded border border-line bg-raised p-1 shadow-float animate-rise"
        >
          {items.map((item, index) =>
            item === 'separator' ? (
              <Radix.Separator key={`separator-${index}`} className="my-1 h-px bg-line" />
            ) : (
              <Item key={`${index} ${item.label}`} {...item} />
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ checked, icon: Icon = Check, ...item }: MenuAction) {
  const { label, onSelect, danger, disabled, shortcut } = item;
  const hasIcon = Icon !== Check || checked !== undefined;
  return (
    <Radix.Item
      {...(checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': checked })}
      onSelect={onSelect}
      disabled={disabled}
      className={cn(
        'flex h-7 select-none items-center gap-2 rounded-sm px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-hover',
        danger && 'text-failed',
      )}
    >
      {hasIcon ? (
        <Icon aria-hidden className={cn('size-3.5 opacity-80', checked === false && 'invisible')} />
      ) : null}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {shortcut ? <kbd className="font-sans text-sm text-faint">{shortcut}</kbd> : null}
    </Radix.Item>
  );
}
