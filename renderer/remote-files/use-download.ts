import type { RemoteEntry } from '../../preload/contract/file-calls';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { followDownload } from '../ui/download-link';
import { toast } from '../ui/toast';
import { callsOf, type Place } from './place';
import { countEntries } from './words';

export type SaveAs = 'file' | 'tar' | 'folder';

/**
 * Saves a file, or a folder as a tar or as it is: in a window where its dialog says, in a browser as browsers do. A
 * folder as it is goes to the machine that Fedwright runs on.
 */
export function useDownload(place: Place) {
  const { capabilities } = useHost();
  return async ({ path, name }: RemoteEntry, as: SaveAs): Promise<void> => {
    const calls = callsOf(place);
    try {
      if (!capabilities.nativeDialogs && as !== 'folder') {
        const { url, fileName } = await calls.link({ ...place, path });
        return followDownload(url, fileName);
      }
      const grant =
        as === 'folder'
          ? await pickPath({ kind: 'folder', title: `Choose where to put ${name}` })
          : await pickPath({
              ...{ kind: 'save', title: `Save ${name}` },
              suggestedName: as === 'tar' ? `${name === '/' ? 'root' : name}.tar` : name,
            });
      if (grant) await calls.download({ ...place, path, grantId: grant.id, as });
    } catch (error) {
      toast.error(error);
    }
  };
}

/** Whether a file of its own, or a folder, can be made of it here. */
export const canDownload = ({ kind }: RemoteEntry): boolean => kind === 'file' || kind === 'folder';

/** Saves several into one folder of the machine that Fedwright runs on, each as a task of its own. */
export function useDownloadAll(place: Place) {
  return async (entries: RemoteEntry[]): Promise<void> => {
    try {
      const title = `Choose where to put ${countEntries(entries.length)}`;
      const grant = await pickPath({ kind: 'folder', title });
      if (!grant) return;
      for (const { path } of entries)
        await callsOf(place).download({ ...place, path, grantId: grant.id, as: 'folder' });
    } catch (error) {
      toast.error(error);
    }
  };
}
