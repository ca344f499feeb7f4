import { useMutation } from '@tanstack/react-query';
import { Download, PackageOpen } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef } from 'react';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { followDownload } from '../ui/download-link';
import { toast } from '../ui/toast';

export interface Piece {
  what: 'request' | 'signed' | 'kit';
  id: string;
}

/** The ways out for a zip that holds no secret: save it, or drag it into a mail. */
export function ZipExit({ piece, label, children }: { piece: Piece; label: string; children: ReactNode }) {
  const save = useMutation({
    mutationFn: () => client.distributed.stage(piece),
    onSuccess: ({ url, fileName }) => followDownload(url, fileName),
    onError: (error) => toast.error(error),
  });
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Button icon={Download} variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
          {label}
        </Button>
      </div>
      <DragOut piece={piece}>{children}</DragOut>
    </div>
  );
}

/** Something that can be dragged out as a file, made as the pointer comes near. For the mouse alone. */
export function DragOut({ piece, children }: { piece: Piece; children: ReactNode }) {
  const { capabilities } = useHost();
  const { prepare, ready } = useStage(piece);
  const onDragStart = (event: DragEvent) => {
    const stage = ready();
    if (!stage) {
      event.preventDefault();
      prepare();
      toast.info('The file is being made. Drag again in a moment.', { id: piece.id });
      return;
    }
    if (capabilities.dragOut === 'native') {
      // The drag of the operating system takes the place of the page's own.
      event.preventDefault();
      client.distributed
        .dragOut({ ...piece, stageId: stage.stageId })
        .catch((error: unknown) => toast.error(error));
      return;
    }
    const address = new URL(stage.url, location.href).href;
    event.dataTransfer.effectAllowed = 'copy';
    event.dataTransfer.setData(
      'DownloadURL',
      `application/zip:${stage.fileName.replaceAll(':', '-')}:${address}`,
    );
  };
  return (
    <div
      draggable
      onPointerEnter={prepare}
      onPointerDown={prepare}
      onDragStart={onDragStart}
      className="flex cursor-grab items-center gap-3 rounded border border-dashed border-line-strong px-3 py-2 hover:bg-hover"
    >
      <PackageOpen aria-hidden className="size-5 shrink-0 text-faint" />
      <p className="min-w-0 text-sm text-muted">{children}</p>
    </div>
  );
}

type Stage = Awaited<ReturnType<typeof client.distributed.stage>>;

/** The host removes a staged file after some minutes; well before that it is made again. */
const freshMs = 90_000;

function useStage({ what, id }: Piece) {
  const staged = useRef<{ at: number; stage: Stage | null } | null>(null);
  const prepare = () => {
    const known = staged.current;
    if (known && Date.now() - known.at < freshMs) return;
    const entry: NonNullable<typeof staged.current> = { at: Date.now(), stage: null };
    staged.current = entry;
    client.distributed.stage({ what, id }).then(
      (stage) => (entry.stage = stage),
      (error: unknown) => {
        staged.current = null;
        toast.error(error);
      },
    );
  };
  return { prepare, ready: () => staged.current?.stage ?? null };
}
