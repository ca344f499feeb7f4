import { orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';

/** Asks again for the workspaces and for everything that is listed by them. */
export const refreshWorkspaces = () =>
  Promise.all(
    [orpc.workspaces, orpc.projects, orpc.kits, orpc.certificates].map((room) =>
      queryClient.invalidateQueries({ queryKey: room.key() }),
    ),
  );
