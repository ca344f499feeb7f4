import type { HostConnection } from '../../preload/contract/hosts';
import { tlsProblem } from '../docker/tls-problem';
import { toAppError } from '../errors';
import { describeProblem } from './host-link';
import type { HostRow } from './host-store';

export type EngineStates = ReturnType<typeof createEngineStates>;

/**
 * How the engines of `docker-tls` hosts were met last. There is no lasting connection: every request has its
 * own, so that `open` says that the last one was answered.
 */
export function createEngineStates(onChange: (hostId: string, connection: HostConnection) => void) {
  const known = new Map<string, HostConnection>();
  const blank = (): HostConnection => ({
    ...{ state: 'closed', since: Date.now(), uses: 0, nextAttemptAt: null, error: null },
  });
  const view = (hostId: string): HostConnection => known.get(hostId) ?? blank();

  function show(hostId: string, state: HostConnection['state'], error: HostConnection['error']): void {
    const before = view(hostId);
    // Dozens of requests in a round: only what is new is told.
    if (before.state === state && before.error?.message === error?.message && known.has(hostId)) return;
    const connection = { ...before, state, error, since: Date.now() };
    known.set(hostId, connection);
    onChange(hostId, connection);
  }

  return {
    view,
    connecting(hostId: string): void {
      if (view(hostId).state === 'closed') show(hostId, 'connecting', null);
    },
    reached: (hostId: string): void => show(hostId, 'open', null),
    failed(row: HostRow, error: unknown): void {
      const problem = tlsProblem(error, row.name) ?? toAppError(error);
      // A request that was given up says nothing about the engine.
      if (problem && problem.code !== 'CANCELLED') show(row.id, 'failed', describeProblem(problem));
      else if (view(row.id).state === 'connecting') show(row.id, 'closed', null);
    },
    forget: (hostId: string): void => void known.delete(hostId),
  };
}
