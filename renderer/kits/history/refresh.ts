import { orpc } from '../../rpc/client';
import { queryClient } from '../../rpc/query-client';

/** Asks again for all that shows who is disabled. */
export function refreshParticipation(): void {
  for (const queryKey of [orpc.kits.key(), orpc.kitHistory.key(), orpc.projects.key()])
    void queryClient.invalidateQueries({ queryKey });
}
