import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button';

interface InspectorHeadProps {
  title: string;
  /** What kind of thing it is, as an icon. */
  mark?: ReactNode;
  /** How it is, and what it belongs to. */
  children?: ReactNode;
  /** Icon buttons, beside the one that closes. */
  actions?: ReactNode;
  onClose: () => void;
}

/** What the inspector is about, in view while the rest of it scrolls. */
export function InspectorHead({ title, mark, children, actions, onClose }: InspectorHeadProps) {
  return (
    <header className="sticky top-0 z-10 flex shrink-0 items-start gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
      {mark ? <span className="grid h-6 shrink-0 place-items-center">{mark}</span> : null}
      <div className="flex min-h-6 min-w-0 flex-1 flex-col justify-center">
        <h2 className="line-clamp-2 font-semibold whitespace-pre-wrap wrap-anywhere" title={title}>
          {title}
        </h2>
        {children}
      </div>
      {actions}
      <IconButton icon={X} size="sm" label="Close the inspector" onClick={onClose} />
    </header>
  );
}
