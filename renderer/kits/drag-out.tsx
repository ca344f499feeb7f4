import type { DragEvent, ReactNode } from 'react';
import type { KitSummary } from '../../preload/contract/kits';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { makeDownloadUrl } from '../ui/download-link';
import { toast } from '../ui/toast';
import { offerHandover } from './handover-offer';
import { useStage } from './use-stage';

interface DragOutProps {
  kit: Pick<KitSummary, 'id' | 'participant' | 'disabled'>;
  className?: string;
  title?: string;
  children: ReactNode;
}

/**
 * Something that can be dragged out of the window as the zip of a kit. The file is made as the pointer comes
 * near. It is for the mouse alone; the exports beside it do the same with keys. Not for disabled participants.
 */
export function DragOut({ kit, className, title, children }: DragOutProps) {
  const { capabilities } = useHost();
  const { prepare, ready } = useStage(kit.id);

  const offer = () =>
    offerHandover(
      { kits: [kit], method: 'Plain zip' },
      `The kit of ${kit.participant} was dragged out.`,
      'Where it was dropped is not known here.',
    );

  const onDragStart = (event: DragEvent) => {
    const { stage, failed } = ready();
    if (!stage) {
      event.preventDefault();
      prepare();
      if (failed) toast.error(failed);
      else toast.info(`The zip of ${kit.participant} is being made. Drag again in a moment.`, { id: kit.id });
      return;
    }
    if (capabilities.dragOut === 'native') {
      // The drag of the operating system takes the place of the page's own.
      event.preventDefault();
      client.kits
        .dragOut({ kitId: kit.id, stageId: stage.stageId })
        .then(offer)
        .catch((error: unknown) => toast.error(error));
      return;
    }
    event.dataTransfer.effectAllowed = 'copy';
    event.dataTransfer.setData(
      'DownloadURL',
      makeDownloadUrl('application/zip', stage.fileName, new URL(stage.url, location.href).href),
    );
  };

  return (
    <div
      draggable
      title={title}
      className={className}
      onPointerEnter={prepare}
      onPointerDown={prepare}
      onDragStart={onDragStart}
      // Where it was dropped is not told; nothing has left when nobody took it.
      onDragEnd={({ dataTransfer }) => dataTransfer.dropEffect !== 'none' && offer()}
    >
      {children}
    </div>
  );
}
