import { GripVertical } from 'lucide-react';
import { type DragEvent, useRef } from 'react';
import { draggedBytes, type RemoteEntry } from '../../preload/contract/file-calls';
import { useHost } from '../rpc/use-capabilities';
import { makeDownloadUrl } from '../ui/download-link';
import { formatBytes } from '../ui/format';
import { toast } from '../ui/toast';
import { callsOf, type Place } from './place';

type Staged = Awaited<ReturnType<ReturnType<typeof callsOf>['stage']>>;

/** What was got ready is good for ten minutes; well before that it is made again. */
const freshMs = 90_000;

/**
 * Something by which a file can be dragged out of the window. It is got ready as the pointer comes near: an operating
 * system, like a browser, wants to know the file at once. For the mouse alone; "Download" does the same with keys.
 */
export function DragHandle({ place, entry }: { place: Place; entry: RemoteEntry }) {
  const native = useHost().capabilities.dragOut === 'native';
  const { prepare, ready } = useStage(place, entry);
  if (native && entry.sizeBytes > draggedBytes)
    return (
      <p className="text-sm text-muted">
        Larger than {formatBytes(draggedBytes)}, so it is downloaded rather than dragged out.
      </p>
    );
  const onDragStart = (event: DragEvent) => {
    const { staged, failed } = ready();
    if (!staged) {
      event.preventDefault();
      prepare();
      if (failed) toast.error(failed);
      else toast.info(`${entry.name} is being brought here. Drag again in a moment.`, { id: entry.path });
    } else if (staged.url === null) {
      // The drag of the operating system takes the place of the page's own.
      event.preventDefault();
      callsOf(place)
        .dragOut({ ...place, path: entry.path, stageId: staged.stageId ?? '' })
        .catch((error: unknown) => toast.error(error));
    } else {
      event.dataTransfer.effectAllowed = 'copy';
      event.dataTransfer.setData(
        'DownloadURL',
        makeDownloadUrl('application/octet-stream', staged.fileName, new URL(staged.url, location.href).href),
      );
    }
  };
  return (
    <div
      draggable
      onPointerEnter={prepare}
      onPointerDown={prepare}
      onDragStart={onDragStart}
      className="flex cursor-grab items-center gap-2 self-start rounded border border-dashed border-line-strong py-1 pr-3 pl-1.5 text-sm text-muted hover:bg-hover"
    >
      <GripVertical aria-hidden className="size-4 text-faint" />
      Drag out
    </div>
  );
}

function useStage(place: Place, { path }: RemoteEntry) {
  const known = useRef<{ at: number; staged: Staged | null; failed: unknown } | null>(null);
  const prepare = () => {
    if (known.current && !known.current.failed && Date.now() - known.current.at < freshMs) return;
    const entry: NonNullable<typeof known.current> = { at: Date.now(), staged: null, failed: null };
    known.current = entry;
    callsOf(place)
      .stage({ ...place, path })
      .then(
        (staged) => (entry.staged = staged),
        (error: unknown) => (entry.failed = error),
      );
  };
  return { prepare, ready: () => known.current ?? { staged: null, failed: null } };
}
