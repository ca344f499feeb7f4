import { queryOptions } from '@tanstack/react-query';
import { client, orpc } from './client';
import { readPages } from './pages';

interface KitFilter {
  runId?: string | null;
  projectId?: string | null;
  workspaceId?: string | null;
  all?: boolean;
}

/** The list of kits, which may be of thousands. */
export const kitListOptions = (input: KitFilter) =>
  queryOptions({
    queryKey: orpc.kits.list.queryKey({ input }),
    queryFn: ({ signal }) => readPages((page) => client.kits.list({ ...input, ...page }, { signal })),
  });
