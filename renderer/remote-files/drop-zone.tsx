import { type DragEvent, type ReactNode, useState } from 'react';
import { cn } from '../ui/cn';
import { toast } from '../ui/toast';
import { type Dropped, readDropped } from './dropped';

/** Takes files and folders that are dropped anywhere on what is in it. */
export function DropZone({
  onDropped,
  children,
}: {
  onDropped: (dropped: Dropped[]) => void;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(false);
    readDropped(event.dataTransfer.items)
      .then(onDropped)
      .catch((error: unknown) => toast.error(error));
  };
  const isInside = (event: DragEvent) =>
    event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
  return (
    <div
      data-drop-zone
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !isInside(event) && setOver(false)}
      onDrop={drop}
      className={cn('flex min-h-48 flex-1 flex-col gap-2 rounded', over && 'outline-2 outline-accent')}
    >
      {children}
    </div>
  );
}
