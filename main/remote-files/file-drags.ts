import { open } from 'node:fs/promises';
import { draggedBytes } from '../../preload/contract/file-calls';
import { invalid } from '../errors';
import { type DragStages, lifetimeMs } from '../files/drag-stage';
import type { Downloads } from '../files/downloads';
import { withPathProblems } from '../files/path-problem';
import type { DragOut } from '../platform/ports';
import { kindOf } from '../file-places/file-kind';
import type { FilePlaces, PlaceId } from '../file-places/file-place';
import { localName } from './local-name';
import { nameOf, readPath } from '../file-places/remote-path';

type At = PlaceId & { path: string };

/** A small file comes in this time, or the drag is over. */
const stageMs = 60_000;

/** Files that are dragged out of a window: the operating system wants them here before the drag begins. */
export function createFileDrags({
  places,
  stages,
  downloads,
}: {
  places: FilePlaces;
  stages: DragStages;
  downloads: Downloads;
}) {
  return {
    /**
     * For the drag of a window the file itself, for that of a browser a link, whose `taken` is called when somebody
     * fetches it. @throws AppError INVALID for what is no file, or too large to be here in time
     */
    async stage(
      place: At,
      { native, taken }: { native: boolean; taken: () => void },
    ): Promise<{ stageId: string | null; fileName: string; url: string | null }> {
      const from = readPath(place.path);
      const attributes = await places.quick(place, (files) => files.lstat(from));
      if (kindOf(attributes) !== 'file')
        throw invalid('Only files are dragged out.', 'Download a folder instead.');
      const fileName = localName(nameOf(from)) ?? 'file';
      if (!native) {
        const about = {
          fileName,
          contentType: 'application/octet-stream',
          expiresMs: lifetimeMs,
          once: false,
        };
        const { url } = downloads.offer({ ...about, taken, open: () => places.open(place, from) });
        return { stageId: null, fileName, url };
      }
      if (attributes.size > draggedBytes)
        throw invalid('This file is too large to be dragged out.', 'Use "Download": it shows how far it is.');
      const what = `${keyOf(place)} ${attributes.size} ${attributes.mtime}`;
      const { stageId } = await stages.stage(what, fileName, (file) => bring(places, place, file));
      return { stageId, fileName, url: null };
    },
    /** Hands a staged file to the window's drag. @throws AppError NOT_FOUND, INVALID without such a drag. */
    dragOut({ stageId, ...place }: At & { stageId: string }, dragOut: DragOut | null): { started: boolean } {
      if (!dragOut) throw invalid('Files cannot be dragged out here.', 'Download the file instead.');
      dragOut.start([stages.need(stageId, (of) => of.startsWith(`${keyOf(place)} `)).file]);
      return { started: true };
    },
  };
}

const keyOf = ({ hostId, containerId, path }: At): string => `${hostId} ${containerId ?? ''} ${path}`;

function bring(places: FilePlaces, place: At, file: string): Promise<number> {
  return places.withSource(place, readPath(place.path), AbortSignal.timeout(stageMs), (source) =>
    withPathProblems(async () => {
      const handle = await open(file, 'wx', 0o600);
      try {
        for await (const piece of source.readAll()) await handle.writeFile(piece);
        return source.size;
      } finally {
        await handle.close();
      }
    }),
  );
}
