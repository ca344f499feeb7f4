import type { ReissueNeed } from '../../preload/contract/provisioning';
import { Status, type StatusState } from '../ui/status';

export const needWords: Record<ReissueNeed['kind'], { state: StatusState; label: string }> = {
  new: { state: 'attention', label: 'New' },
  expired: { state: 'failed', label: 'Expired' },
  expiring: { state: 'attention', label: 'Expires soon' },
  hosts: { state: 'attention', label: 'Other hosts' },
  org: { state: 'attention', label: 'Other organisation' },
  role: { state: 'attention', label: 'Other role' },
  settings: { state: 'attention', label: 'Other settings' },
  removed: { state: 'off', label: 'Removed' },
};

/** What does not fit any more, participant by participant: what is the case, and what it takes. */
export function NeedList({ needs }: { needs: ReissueNeed[] }) {
  return (
    <ul
      aria-label="What has changed"
      tabIndex={0}
      className="flex max-h-56 flex-col gap-2 overflow-y-auto rounded border border-line bg-surface p-3"
    >
      {needs.map((need) => (
        <li key={`${need.participant} ${need.kind} ${need.message}`} className="flex flex-col gap-0.5">
          <span className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium wrap-anywhere">{need.participant}</span>
            <Status {...needWords[need.kind]} />
          </span>
          <span className="wrap-anywhere text-muted">
            {need.message} {need.advice}
          </span>
        </li>
      ))}
    </ul>
  );
}
