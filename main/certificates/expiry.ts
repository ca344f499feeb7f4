import { type ExpiryLevel, expiryThresholds } from '../../preload/contract/certificates';

export const dayMs = 86_400_000;

const levels: Record<(typeof expiryThresholds)[number], ExpiryLevel> = {
  60: 'watch',
  30: 'soon',
  7: 'urgent',
};

/** The nearest threshold that was crossed, in days; null while the end is further than all of them. */
export function crossedThreshold(notAfter: number, now: number): (typeof expiryThresholds)[number] | null {
  return expiryThresholds.findLast((days) => notAfter - now <= days * dayMs) ?? null;
}

/** How a certificate's end looks from `now`; times are milliseconds since the epoch. */
export function expiryOf(notAfter: number, now: number): { daysLeft: number; level: ExpiryLevel } {
  const daysLeft = Math.floor((notAfter - now) / dayMs);
  if (notAfter <= now) return { daysLeft, level: 'expired' };
  const threshold = crossedThreshold(notAfter, now);
  return { daysLeft, level: threshold === null ? 'fine' : levels[threshold] };
}
