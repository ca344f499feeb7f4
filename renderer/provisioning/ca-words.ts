import type { Reissue, Rotation } from '../../preload/contract/provisioning';
import type { StatusState } from '../ui/status';

const days = (value: number): string => (value === 1 ? '1 day' : `${value} days`);

/** How the CA is: it ends in so many days, or is being replaced. */
export function caStatus(
  ca: Reissue['ca'],
  rotation: Rotation | null,
): { state: StatusState; label: string } {
  if (rotation) {
    const done = countDone(rotation);
    return {
      state: 'running',
      label: `Rotation in progress, ${done} of ${rotation.participants.length} kits handed over`,
    };
  }
  if (!ca) return { state: 'stale', label: 'Expiry date not known' };
  if (ca.daysLeft < 0) return { state: 'failed', label: 'Expired' };
  return { state: ca.ending ? 'attention' : 'ok', label: `Expires in ${days(ca.daysLeft)}` };
}

/** How many have a kit with the new CA. */
export const countDone = ({ participants }: Rotation): number =>
  participants.filter(({ handedAt }) => handedAt !== null).length;
