import type { CheckResult } from '../../preload/contract/preflight';
import type { StatusState } from '../ui/status';
import type { Checks } from './use-checks';

export const stateWords: Record<CheckResult['state'], { state: StatusState; label: string }> = {
  ok: { state: 'ok', label: 'OK' },
  attention: { state: 'attention', label: 'Attention' },
  failed: { state: 'failed', label: 'Failed' },
  unknown: { state: 'stale', label: 'Not known' },
};

/** The first line's answer. */
export function summarise({ results, running, startable }: Checks): { state: StatusState; label: string } {
  const count = (state: CheckResult['state']) => results.filter((one) => one.state === state).length;
  const failed = count('failed');
  if (failed > 0)
    return {
      state: 'failed',
      label: startable === false ? `${things(failed)} in the way of a start` : `${things(failed)} wrong`,
    };
  if (running) return { state: 'running', label: 'Looking' };
  if (count('attention') > 0)
    return { state: 'attention', label: `${things(count('attention'))} to look at` };
  if (count('unknown') > 0) return { state: 'stale', label: `${things(count('unknown'))} not known` };
  return { state: 'ok', label: 'Everything fits' };
}

const things = (count: number): string => (count === 1 ? '1 thing' : `${count} things`);
