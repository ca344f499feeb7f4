import { type DragEvent, type ReactNode, useState } from 'react';
import { cn } from '../ui/cn';

/** Takes files that are dropped anywhere on what is in it. */
export function DropZone({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(false);
    // A folder comes as something without bytes that can be read.
    const items = [...event.dataTransfer.items].filter((item) => !item.webkitGetAsEntry()?.isDirectory);
    onFiles(items.flatMap((item) => item.getAsFile() ?? []));
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
