import type { RemoteEntry } from '../../preload/contract/file-calls';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { followDownload } from '../ui/download-link';
import { toast } from '../ui/toast';
import { callsOf, type Place } from './place';

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
