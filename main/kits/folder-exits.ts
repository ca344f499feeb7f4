import type { KitSummary } from '../../preload/contract/kits';
import { notFound } from '../errors';
import { copyKits } from './kit-copy';
import { assertThere } from './kit-export';
import type { KitParts } from './service';

/** Kits as plain folders. */
export function createFolderExits({ rows, grants, need, directoryOf }: KitParts) {
  const toCopy = (kit: KitSummary) => ({
    participant: kit.participant,
    directory: assertThere(directoryOf(kit), kit.participant),
  });
  return {
    /** Copies kits as folders below a granted folder. @throws AppError CONFLICT for a name that is taken. */
    async exportFolder(kitIds: string[], grantId: string) {
      const ids = [...new Set(kitIds)];
      const target = grants.resolve(grantId, 'folder');
      const places = await copyKits(target, ids.map(need).map(toCopy), { reuseEmpty: false });
      return { savedTo: ids.map((kitId, index) => ({ kitId, path: places[index] ?? '' })) };
    },
    /**
     * Copies all kits of a run to a directory, which is made when it is not there. An empty folder of a
     * participant's name is used. `notAfter` is in ms.
     * @throws AppError NOT_FOUND, CONFLICT for a folder that has something in it.
     */
    async copyRun(runId: string, directory: string) {
      const kits = rows.list({ runId, projectId: null, all: true });
      if (kits.length === 0) throw notFound('A run with kits of this id');
      const places = await copyKits(directory, kits.map(toCopy), { reuseEmpty: true });
      return kits.map(({ participant, type, fingerprint256, notAfter }, index) => ({
        participant,
        type,
        path: places[index] ?? '',
        fingerprint256,
        notAfter,
      }));
    },
  };
}
