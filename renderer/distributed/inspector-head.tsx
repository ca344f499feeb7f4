import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/button';

/** What the inspector is about, and how it is. */
export function InspectorHead({
  title,
  state,
  onClose,
}: {
  title: string;
  state: ReactNode;
  onClose: () => void;
}) {
  return (
    <header className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-lg font-semibold" title={title}>
          {title}
        </h2>
        {state}
      </div>
      <IconButton icon={X} label="Close the inspector" size="sm" onClick={onClose} />
    </header>
  );
}
