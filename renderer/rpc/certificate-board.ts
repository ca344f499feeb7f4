import { queryOptions } from '@tanstack/react-query';
import type { CertificateBoard } from '../../preload/contract/certificates';
import { client, orpc } from './client';
import { readPages } from './pages';

/** The board of certificates, of which there may be thousands. */
export const certificateBoardOptions = (workspaceId: string | null) =>
  queryOptions({
    queryKey: orpc.certificates.list.queryKey({ input: { workspaceId } }),
    queryFn: async ({ signal }): Promise<CertificateBoard> => {
      let withoutCa: CertificateBoard['withoutCa'] = [];
      const certificates = await readPages(async (page) => {
        const board = await client.certificates.list({ workspaceId, ...page }, { signal });
        ({ withoutCa } = board);
        return board.certificates;
      });
      return { certificates, withoutCa };
    },
  });
