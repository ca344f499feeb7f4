import type { RunChange, RunSummary } from '../../preload/contract/provisioning';
import type { StatusState } from '../ui/status';

/** The states of a run in words. */
export const runWords: Record<RunSummary['state'], { state: StatusState; label: string }> = {
  running: { state: 'running', label: 'Running' },
  succeeded: { state: 'ok', label: 'Succeeded' },
  failed: { state: 'failed', label: 'Failed' },
  cancelled: { state: 'off', label: 'Cancelled' },
  interrupted: { state: 'attention', label: 'Interrupted' },
};

/** What a run was for, where it was not for everything. */
export const scopeWords: Record<RunSummary['scope'], string | null> = {
  all: null,
  new: 'New participants only',
  renew: 'Renewal',
  rotate: 'New CA',
};

export const changeWords: Record<RunChange['kind'], string> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
  disabled: 'Disabled',
  enabled: 'Enabled again',
};

const kindWords: Record<string, string> = {
  server: 'Server',
  relay: 'Relay',
  client: 'Site',
  admin: 'Admin',
};

/** The two sides of a change. Of a whole participant it is its kind, for which people have another word than the file. */
export function valuesOf({ field, before, after }: RunChange): Pick<RunChange, 'before' | 'after'> {
  if (field !== null) return { before, after };
  const word = (kind: string | null) => (kind === null ? null : (kindWords[kind] ?? kind));
  return { before: word(before), after: word(after) };
}

/** What it means that a run's project file is that of the run before. */
export const unchangedWords: Record<RunSummary['scope'], string> = {
  all: 'Nothing. Certificates and keys are the same as before.',
  new: 'Nothing. Certificates and keys are the same as before.',
  renew:
    'Nothing of those who were renewed, but that their certificates have new keys. All others are as before.',
  rotate: 'Nothing in the project. Every key and every certificate is new, as they come from a new CA.',
};

/** "1 kit", "12 kits". */
export const countKits = (kits: number): string =>
  `${kits.toLocaleString('en')} ${kits === 1 ? 'kit' : 'kits'}`;

/** What a stage is next to the others: `done` before the present one, `now`, or still `ahead`. */
export type StageMark = 'done' | 'now' | 'ahead';

/** The marks of all stages; empty while their number is not known. */
export function markStages(index: number | null, total: number | null): StageMark[] {
  if (total === null || total < 1) return [];
  const now = index ?? 0;
  return Array.from({ length: total }, (_, at) => (at < now ? 'done' : at === now ? 'now' : 'ahead'));
}
