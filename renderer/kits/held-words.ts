import type { HeldKit } from '../../preload/contract/kits';

/** What a participant has, as recorded; `none` is no record at all. */
export type HeldState = HeldKit['state'] | 'none';

export const heldStates: HeldState[] = ['current', 'older', 'dead', 'none'];

export const heldWords: Record<
  HeldState,
  { state: 'ok' | 'attention' | 'failed' | 'off'; label: string; explain: string }
> = {
  current: {
    state: 'ok',
    label: 'Has the current kit',
    explain: 'The kit that was handed over is the current one, or has the same certificate and files.',
  },
  older: {
    state: 'attention',
    label: 'Has an older kit',
    explain:
      'Its certificate is still accepted: it works as far as its addresses and ports are still those of the server.',
  },
  dead: {
    state: 'failed',
    label: 'Has a dead kit',
    explain: 'The certificate of the kit that was handed over has expired, or is of another CA.',
  },
  none: {
    state: 'off',
    label: 'Not handed over',
    explain: 'No hand-over is recorded. Whoever has a kit without a record is not counted.',
  },
};

export const heldState = (held: HeldKit | null): HeldState => held?.state ?? 'none';

/** How many rows there are of each state. */
export function countHeld(rows: readonly { held: HeldKit | null }[]): Record<HeldState, number> {
  const counts: Record<HeldState, number> = { current: 0, older: 0, dead: 0, none: 0 };
  for (const { held } of rows) counts[heldState(held)] += 1;
  return counts;
}
