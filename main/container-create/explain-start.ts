import { clashingPort, startProblem } from '../docker/start-problem';
import { AppError } from '../errors';
import type { CreateParts } from './parts';

/**
 * Why a container did not start, in words: who has the port that it wants, as far as that can be seen.
 * @param own whose reservations, and which container, are not in its way
 */
export async function explainStart(
  { ports, nameOf }: Pick<CreateParts, 'ports' | 'nameOf'>,
  { hostId, error, ...own }: { hostId: string; error: unknown; owner?: string; containerId?: string },
): Promise<unknown> {
  const port = clashingPort(error);
  if (port === null) return startProblem(error, nameOf(hostId));
  const { details } = error instanceof AppError ? error.data : {};
  // Where the host cannot be looked at, the engine's own word is still the reason.
  const look = await ports.look(hostId, own).catch(() => null);
  try {
    look?.assertFree([{ port, protocol: 'tcp' }]);
    look?.assertFree([{ port, protocol: 'udp' }]);
  } catch (found) {
    return found;
  }
  return new AppError(
    'CONFLICT',
    `Port ${port} of "${nameOf(hostId)}" is taken.`,
    { hint: 'Choose another port, or end what has it.', ...(details !== undefined && { details }) },
    error,
  );
}
