import { queryOptions } from '@tanstack/react-query';
import { client, orpc } from '../../rpc/client';
import { readPages } from '../../rpc/pages';

/** Everyone who ever had a kit in a project. */
export const participantsOptions = (projectId: string) =>
  queryOptions({
    queryKey: orpc.kitHistory.participants.queryKey({ input: { projectId } }),
    queryFn: ({ signal }) =>
      readPages((page) => client.kitHistory.participants({ projectId, ...page }, { signal })),
  });

/** The kits in force after two runs, side by side. */
export const comparisonOptions = (input: { projectId: string; beforeRunId: string; afterRunId: string }) =>
  queryOptions({
    queryKey: orpc.kitHistory.compare.queryKey({ input }),
    queryFn: ({ signal }) =>
      readPages((page) => client.kitHistory.compare({ ...input, ...page }, { signal })),
  });
