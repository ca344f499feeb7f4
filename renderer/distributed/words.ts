import type { Incoming, OwnRequest } from '../../preload/contract/distributed';
import type { StatusState } from '../ui/status';

type Who = Pick<OwnRequest, 'type' | 'role'>;

const roleWords: Record<NonNullable<OwnRequest['role']>, string> = {
  org_admin: 'Organisation admin',
  lead: 'Lead',
  member: 'Member',
};
const typeWords: Record<OwnRequest['type'], string> = { server: 'Server', client: 'Site', admin: 'Admin' };

/** What a participant is, and of an admin what it may do. */
export const describeWho = ({ type, role }: Who): string => (role ? roleWords[role] : typeWords[type]);

export const typeOptions = (['client', 'server', 'admin'] as const).map((value) => ({
  value,
  label: typeWords[value],
}));
export const roleOptions = (['org_admin', 'lead', 'member'] as const).map((value) => ({
  value,
  label: roleWords[value],
}));

/** How a request that came in is. */
export function incomingStatus({
  state,
  handouts,
  superseded,
}: Pick<Incoming, 'state' | 'handouts' | 'superseded'>): {
  state: StatusState;
  label: string;
} {
  if (state === 'requested') return { state: 'attention', label: 'Needs decision' };
  if (state === 'rejected') return { state: 'off', label: 'Rejected' };
  if (superseded) return { state: 'off', label: 'Renewed' };
  return handouts.length > 0
    ? { state: 'ok', label: 'Handed out' }
    : { state: 'attention', label: 'Signed, not sent' };
}

/** How a request that was made here is, named after what comes next. */
export const ownStatusOf = ({ state, supersededBy }: Pick<OwnRequest, 'state' | 'supersededBy'>) =>
  supersededBy === null ? ownStatus[state] : ({ state: 'off', label: 'Renewed' } as const);

const ownStatus: Record<OwnRequest['state'], { state: StatusState; label: string }> = {
  requested: { state: 'attention', label: 'Waiting for signature' },
  signed: { state: 'attention', label: 'To be packaged' },
  packaged: { state: 'ok', label: 'Kit ready' },
};

/** Whether a text can be a SHA-256 fingerprint at all; whether it is the right one is told elsewhere. */
export const looksLikeFingerprint = (text: string): boolean =>
  /^[0-9a-f]{64}$/i.test(
    text.replace(/^\s*sha-?256(?:\s*fingerprint)?\s*[:=]\s*/i, '').replaceAll(/[\s:]/g, ''),
  );
