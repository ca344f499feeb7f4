import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import type { Places } from './layout';
import type { OwnStore } from './own-rows';

/**
 * Deletes a request with its key and kit. The row first: from then on nobody looks for the files, which then go
 * in one step; what a crash leaves of them in staging is removed at the next start.
 * @throws AppError INVALID when the name is not the request's.
 */
export function removeRequest(
  { own, places }: { own: OwnStore; places: Places },
  staging: string,
  { requestId, confirmName }: { requestId: string; confirmName: string },
): Promise<{ removed: true }> {
  return withPathProblems(async () => {
    const { name } = own.need(requestId);
    if (confirmName !== name) throw invalid('The name is not right.', `Type "${name}" to confirm.`);
    own.remove(requestId);
    const directory = places.request(requestId);
    if (existsSync(directory)) {
      mkdirSync(staging, { recursive: true, mode: 0o700 });
      const removed = path.join(staging, randomUUID());
      renameSync(directory, removed);
      rmSync(removed, { recursive: true, force: true });
    }
    return { removed: true as const };
  });
}
