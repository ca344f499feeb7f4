import type { ReissueNeed } from '../../preload/contract/provisioning';
import type { FileParticipant } from './project-file';

const about = ({ name, type }: FileParticipant) => ({ participant: name, type });
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Who needs another kit when this participant's certificate is a new one. Sites trust the CA, not a certificate. */
const afterRenewal = ({ type }: FileParticipant): string =>
  type === 'server'
    ? 'Only the server needs the new kit: sites and admins accept whatever certificate its CA has signed. Restart the server with it.'
    : 'Only this participant needs the new kit, and has to restart with it.';

export const isNew = (one: FileParticipant): ReissueNeed => ({
  ...about(one),
  kind: 'new',
  message: 'It has no kit yet.',
  advice:
    one.type === 'server'
      ? 'Every kit names its server. Provision everything, and hand all kits over again.'
      : 'Provision only what is new: the kits that are out stay as they are.',
  action: one.type === 'server' ? 'all' : 'new',
});

export function lacksHosts(one: FileParticipant, missing: string[]): ReissueNeed {
  const main = one.hosts[0] !== undefined && missing.includes(one.hosts[0]);
  return {
    ...about(one),
    kind: 'hosts',
    message: `Its certificate does not cover ${missing.join(', ')}.`,
    advice: main
      ? `Provision everything and renew the certificate with it: all kits name the host that sites and admins connect to.`
      : `Renew it: who connects by such a name refuses the server until then. ${afterRenewal(one)}`,
    action: main ? 'all' : 'renew',
  };
}

export const hasOtherOrg = (one: FileParticipant, before: string): ReissueNeed => ({
  ...about(one),
  kind: 'org',
  message: `Its certificate says the organisation "${before}", the project "${one.org}".`,
  advice: `NVFlare goes by the certificate. Renew it. ${afterRenewal(one)}`,
  action: 'renew',
});

export const hasOtherRole = (one: FileParticipant, before: string | null): ReissueNeed => ({
  ...about(one),
  kind: 'role',
  message: `Its certificate says the role "${before ?? 'none'}", the project "${one.role ?? 'none'}".`,
  advice: `NVFlare goes by the certificate, and refuses a run of everything until it is renewed. The old kit keeps its rights until it ends: take it back. ${afterRenewal(one)}`,
  action: 'renew',
});

export function ends(
  one: FileParticipant,
  { at, over, caEnding }: { at: number; over: boolean; caEnding: boolean },
): ReissueNeed {
  return {
    ...about(one),
    kind: over ? 'expired' : 'expiring',
    message: over ? `Its certificate expired on ${day(at)}.` : `Its certificate ends on ${day(at)}.`,
    advice: caEnding
      ? 'The CA ends soon as well, and no certificate is of use after its CA. Rotate the CA.'
      : `Renew it. ${afterRenewal(one)}`,
    action: caEnding ? 'rotate' : 'renew',
  };
}

export const hasOtherSettings = (one: FileParticipant, fields: string[]): ReissueNeed => ({
  ...about(one),
  kind: 'settings',
  message: `Changed since its kit was made: ${fields.join(', ')}.`,
  advice:
    one.type === 'server'
      ? 'Provision everything: the kits of sites and admins may name it too. Keys and certificates stay.'
      : 'Provision everything, and hand its kit over again. Keys and certificates stay.',
  action: 'all',
});

export const hasOtherStudies = (server: FileParticipant): ReissueNeed => ({
  ...about(server),
  kind: 'settings',
  message: 'The studies have changed since its kit was made.',
  advice:
    'Provision everything. Only the kit of the server carries the studies: hand that one over again, and restart the server with it. Keys and certificates stay.',
  action: 'all',
});

export const projectChanged = (name: string, fields: string[]): ReissueNeed => ({
  participant: name,
  type: 'project',
  kind: 'settings',
  message: `Changed for the whole project: ${fields.slice(0, 6).join(', ')}.`,
  advice: 'Kits that are out carry what it was before. Provision everything, and hand all kits over again.',
  action: 'all',
});

export const isRemoved = (participant: string, type: string, note: string): ReissueNeed => ({
  participant,
  type,
  kind: 'removed',
  message: 'It is not in the project any more, and its kit is still valid.',
  advice: note,
  action: 'none',
});
