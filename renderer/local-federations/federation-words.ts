import type { LocalFederation, LocalParticipant } from '../../preload/contract/local-federations';
import type { StatusState } from '../ui/status';

type Words = { state: StatusState; label: string };

export const participantWords: Record<LocalParticipant['state'], Words> = {
  off: { state: 'off', label: 'Stopped' },
  starting: { state: 'running', label: 'Starting' },
  running: { state: 'ok', label: 'Running' },
  stopping: { state: 'running', label: 'Stopping' },
  failed: { state: 'failed', label: 'Failed' },
};

/** How a federation is: what is done to it, else the worst of its participants. */
export function describeFederation({ state, participants }: LocalFederation): Words {
  const count = (wanted: LocalParticipant['state']) =>
    participants.filter((one) => one.state === wanted).length;
  if (state === 'preparing') return { state: 'running', label: 'Starting' };
  if (state === 'stopping') return { state: 'running', label: 'Stopping' };
  if (state === 'off') return { state: 'off', label: 'Stopped' };
  if (state === 'failed') return { state: 'failed', label: 'Not started' };
  const failed = count('failed');
  if (failed > 0) return { state: 'failed', label: `${failed} of ${participants.length} failed` };
  const running = count('running');
  if (running === participants.length) return { state: 'ok', label: 'Running' };
  return { state: 'attention', label: `${running} of ${participants.length} running` };
}

/** The answer to "is it all right?" for all of them. */
export function describeAll(federations: LocalFederation[]): Words | null {
  if (federations.length === 0) return null;
  const each = federations.map(describeFederation);
  const worst = (['failed', 'attention', 'running'] as const).find((state) =>
    each.some((one) => one.state === state),
  );
  const running = federations.filter(({ state }) => state === 'running').length;
  if (worst === 'failed') return { state: 'failed', label: 'One is not all right' };
  if (running === 0 && worst === undefined) return { state: 'off', label: 'None running' };
  if (running === 0) return { state: 'running', label: 'Being started or stopped' };
  return { state: worst ?? 'ok', label: `${running} running` };
}
