import type { RemoteEntry } from '../../preload/contract/file-calls';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { followDownload } from '../ui/download-link';
import { toast } from '../ui/toast';

/** Saves a file of a host: in a window where its dialog says, in a browser as browsers do. */
export function useDownload(hostId: string) {
  const { capabilities } = useHost();
  return async ({ path, name }: RemoteEntry): Promise<void> => {
    try {
      if (!capabilities.nativeDialogs) {
        const { url, fileName } = await client.remoteFiles.link({ hostId, path });
        return followDownload(url, fileName);
      }
      const grant = await pickPath({ kind: 'save', title: `Save ${name}`, suggestedName: name });
      if (grant) await client.remoteFiles.download({ hostId, path, grantId: grant.id });
    } catch (error) {
      toast.error(error);
    }
  };
}
