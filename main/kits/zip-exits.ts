import path from 'node:path';
import type { KitSummary } from '../../preload/contract/kits';
import { invalid } from '../errors';
import type { DragOut } from '../platform/ports';
import { createDragStages, lifetimeMs, sweepOld } from '../files/drag-stage';
import { createExportPlaces, planZip } from './kit-export';
import { writeKitZip } from './kit-zip';
import { makePassword } from '../vault/password';
import type { KitParts } from './service';

/** Kits as zips: with a password to a path or a link, and plain for a drag. */
export function createZipExits({ layout, downloads, grants, log, needLeaving, files, runExport }: KitParts) {
  const exportFolder = path.join(layout.staging, 'export');
  const dragFolder = path.join(layout.staging, 'drag');
  const places = createExportPlaces(exportFolder, downloads);
  const stages = createDragStages({ folder: dragFolder, downloads });
  const sweepBoth = (olderMs?: number) =>
    [dragFolder, exportFolder].forEach((folder) => sweepOld(folder, log, olderMs));
  let again: NodeJS.Timeout | undefined;

  return {
    /** Gets a plain zip of a kit ready to be dragged; for ten minutes. `taken`: it was fetched by its link. */
    async stage(
      kitId: string,
      taken: () => void = () => undefined,
      evenDisabled = false,
    ): Promise<{ stageId: string; fileName: string; url: string }> {
      const { fileName, content } = planZip([needLeaving(kitId, evenDisabled)], (kit) => files.open(kit));
      const write = (file: string) => writeKitZip(file, content);
      const { stageId, url } = await stages.stage(kitId, fileName, write, taken);
      return { stageId, fileName, url };
    },
    /** Hands a staged file to the window's drag. @throws AppError NOT_FOUND, INVALID without such a drag. */
    dragOut(kitId: string, stageId: string, dragOut: DragOut | null): { started: boolean } {
      if (!dragOut) throw invalid('Files cannot be dragged out here.', 'Use the link, or export the kit.');
      dragOut.start([stages.need(stageId, kitId).file]);
      return { started: true };
    },
    /**
     * An AES-256 zip, at a granted path or, without a grant, behind a link that works once. The password is in
     * the answer and nowhere else.
     */
    async exportZip(kitIds: string[], grantId: string | null, startedBy: string, evenDisabled = false) {
      const leaving = [...new Set(kitIds)].map((kitId) => needLeaving(kitId, evenDisabled));
      const unsealer = files.unsealer();
      const open = (kit: KitSummary) => files.open(kit, unsealer);
      const { fileName, content } = planZip(leaving, open);
      const password = makePassword();
      const about = {
        title: `Export ${content.length} kits as a protected zip`,
        kits: content.length,
        startedBy,
      };
      const write = (file: string) =>
        runExport(about, (watched) => writeKitZip(file, content, { password, ...watched }));
      if (grantId === null)
        return { fileName, password, savedTo: null, ...(await places.fill(fileName, write)) };
      const savedTo = grants.resolve(grantId, 'save');
      const sizeBytes = await write(savedTo);
      return { fileName: path.basename(savedTo), password, url: null, savedTo, sizeBytes };
    },
    /**
     * Removes staged files that a crash left, `alone` all of them: called at the start of the app, when nothing
     * here is this process's. With others on the data directory only old ones, and once more when those are old
     * enough that a crash shortly before has left.
     */
    sweep(alone = false): void {
      sweepBoth(alone ? -1 : undefined);
      again = setTimeout(() => sweepBoth(), lifetimeMs + 1000).unref();
    },
    /** Takes back what is staged and linked: plain and protected zips go with the app. */
    dispose(): void {
      clearTimeout(again);
      stages.dispose();
      places.dispose();
    },
  };
}
