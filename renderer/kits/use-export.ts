import { useMutation } from '@tanstack/react-query';
import type { KitSummary } from '../../preload/contract/kits';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { toast } from '../ui/toast';
import { askForDisabled } from './confirm-disabled';
import { offerHandover } from './handover-offer';
import { countKits, suggestZipName } from './kit-words';
import { startDownload } from './start-download';

/** What has to be known of a kit that leaves. */
export type LeavingKit = Pick<KitSummary, 'id' | 'participant' | 'projectName' | 'disabled'>;

/** A finished export with the password that is nowhere else. */
export interface ProtectedExport {
  kits: LeavingKit[];
  fileName: string;
  password: string;
  savedTo: string | null;
}

/** The ways in which kits leave the app that need no mouse. */
export interface KitExports {
  zip: (kits: KitSummary[]) => void;
  folder: (kits: KitSummary[]) => void;
  /** Which of them is under way. */
  busy: 'zip' | 'folder' | null;
}

/** Writes kits into a zip that opens with a generated password. Null: the person cancelled. */
export function useZipExport() {
  const { capabilities } = useHost();
  return useMutation({
    mutationFn: async (kits: LeavingKit[]): Promise<ProtectedExport | null> => {
      const leave = await askForDisabled(kits);
      if (!leave) return null;
      const grant = capabilities.nativeDialogs
        ? await pickPath({
            kind: 'save',
            title: `Save ${countKits(kits.length)} as a protected zip`,
            suggestedName: suggestZipName(kits),
          })
        : null;
      if (capabilities.nativeDialogs && !grant) return null;
      const { url, fileName, password, savedTo } = await client.kits.exportZip({
        kitIds: kits.map((kit) => kit.id),
        grantId: grant?.id ?? null,
        ...leave,
      });
      if (url) startDownload(fileName, url);
      return { kits, fileName, password, savedTo };
    },
    onError: (error) => toast.error(error),
    // The cache of mutations would keep the password for minutes.
    gcTime: 0,
  });
}

/** Copies kits as folders into a folder that the person chooses. */
export function useFolderExport() {
  return useMutation({
    mutationFn: async (kits: KitSummary[]) => {
      const leave = await askForDisabled(kits);
      if (!leave) return null;
      const grant = await pickPath({ kind: 'folder', title: `Copy ${countKits(kits.length)} into a folder` });
      if (!grant) return null;
      await client.kits.exportFolder({ kitIds: kits.map((kit) => kit.id), grantId: grant.id, ...leave });
      return { kits, folder: grant.path };
    },
    onSuccess: (done) => {
      if (!done) return;
      offerHandover(
        { kits: done.kits, method: 'Folder' },
        `${countKits(done.kits.length)} copied to ${done.folder}.`,
        'The folders are not protected and hold private keys.',
      );
    },
    onError: (error) => toast.error(error),
  });
}
