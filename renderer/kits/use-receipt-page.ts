import { useMutation } from '@tanstack/react-query';
import type { Handover } from '../../preload/contract/kits';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { toast } from '../ui/toast';
import { startDownload } from './start-download';

/** Saves the page that goes with a kit: what was handed over, and how to read its fingerprint back. */
export function useReceiptPage() {
  const { capabilities } = useHost();
  return useMutation({
    mutationFn: async ({ id, participant }: Pick<Handover, 'id' | 'participant'>) => {
      const grant = capabilities.nativeDialogs
        ? await pickPath({
            kind: 'save',
            title: `Save the receipt for ${participant}`,
            suggestedName: `receipt-${participant.replace(/[^\w.@-]+/g, '-')}.html`,
          })
        : null;
      if (capabilities.nativeDialogs && !grant) return null;
      const made = await client.kits.receipt({ handoverId: id, grantId: grant?.id ?? null });
      if (made.url) startDownload(made.fileName, made.url);
      return made;
    },
    onSuccess: (made) => {
      if (made?.savedTo) toast.success(`The receipt was saved as ${made.savedTo}.`);
    },
    onError: (error) => toast.error(error),
  });
}
