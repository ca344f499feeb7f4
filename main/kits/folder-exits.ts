import type { KitSummary } from '../../preload/contract/kits';
import { copyKits } from './kit-copy';
import type { KitParts } from './service';

/** Kits as plain folders. */
export function createFolderExits({ grants, needLeaving, files, runExport }: KitParts) {
  return {
    /** Copies kits as folders below a granted folder. @throws AppError CONFLICT for a name that is taken. */
    async exportFolder(kitIds: string[], grantId: string, startedBy: string, evenDisabled = false) {
      const ids = [...new Set(kitIds)];
      const leaving = ids.map((kitId) => needLeaving(kitId, evenDisabled));
      const target = grants.resolve(grantId, 'folder');
      const unsealer = files.unsealer();
      const toCopy = (kit: KitSummary) => ({
        participant: kit.participant,
        files: files.open(kit, unsealer),
      });
      const kits = leaving.map(toCopy);
      const about = { title: `Copy ${kits.length} kits to ${target}`, kits: kits.length, startedBy };
      const places = await runExport(about, (watched) => copyKits(target, kits, watched));
      return { savedTo: ids.map((kitId, index) => ({ kitId, path: places[index] ?? '' })) };
    },
  };
}
