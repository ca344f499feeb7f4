import type { RunChange } from '../../preload/contract/provisioning';
import type { FileParticipant } from './project-file';

/**
 * What a change of the project means for kits that are out already, as NVFlare behaves: a run keeps the CA
 * and every key and certificate it has made before, by name, and only issues what is new.
 */
export function addedNote({ type }: FileParticipant): string {
  if (type === 'server')
    return 'Every kit names its server. Hand the kits of all sites and admins out again.';
  return 'It gets a key and a certificate of its own from the same CA. Kits that are out stay as they are.';
}

export function removedNote({ type }: FileParticipant): string {
  const valid = 'Its certificate stays valid until it expires, as NVFlare cannot revoke one.';
  if (type === 'client' || type === 'relay')
    return `${valid} Take the kit back, or disable the site on the server.`;
  return `${valid} Take the kit back.`;
}

export const disabledNote = ({ before }: Pick<RunChange, 'before'>): string => {
  const out =
    'The project has it still, and runs make no kit for it. A kit that is out works until it expires.';
  return before === 'client' ? `${out} To shut it out, disable the site on the server too.` : out;
};

export const enabledNote =
  'Runs make its kit again, with the key and certificate that it had before, if this CA has signed one for it.';

export const reissuedNote = 'The certificate was issued again and says so. Hand the new kit over.';

/** A new CA is new for everybody, whatever else has changed; those who have left or are disabled included. */
export const rotatedNote = (kind: RunChange['kind']): string =>
  kind === 'removed' || kind === 'disabled'
    ? 'Its kit is of the old CA, which nobody accepts any more once the new kits are in place.'
    : 'With the new CA everyone gets a new kit, in which this is so.';

const keptCertificate =
  'NVFlare does not issue the certificate again: it keeps the old value until it is renewed.';
const ownKit = 'Hand this kit out again for the change to take effect.';
const allKits = 'Every kit carries it. Hand all kits out again.';

/** Empty when the change means nothing for a kit. */
export function participantNote(participant: FileParticipant, field: string): string {
  const top = field.split('.')[0] ?? field;
  if (top === 'description') return '';
  if (top === 'org') return keptCertificate;
  if (top === 'role')
    return 'NVFlare refuses another role for an admin it has made a certificate for, until it is renewed.';
  if (participant.type !== 'server') return top === 'listening_host' ? listenerNote : ownKit;
  return serverNotes[top] ?? ownKit;
}

const listenerNote = `${ownKit} Those who connect to it need the new kits too. The certificate it listens with is new in every run.`;

const serverNotes: Record<string, string> = {
  host_names:
    'NVFlare does not issue the certificate again: sites that connect by a name it lacks will refuse the server until it is renewed.',
  default_host: 'Sites and admins connect to this name. Hand all of their kits out again.',
  fed_learn_port: 'Sites and admins connect to this port. Hand all of their kits out again.',
  admin_port: 'Admins connect to this port. Hand their kits out again.',
  connection_security: 'Both ends have to agree on it. Hand all kits out again.',
};

/** NVFlare writes them into `local/study_registry.json` of the server, and nowhere else. */
export const isOfStudies = (field: string): boolean => field.split('.')[0] === 'studies';

/** Empty when the change means nothing for a kit. */
export function projectNote(field: string): string {
  if (field === 'description' || field === 'api_version') return '';
  if (field === 'name')
    return 'The server refuses sites with kits of another project name. Hand all kits out again. The CA keeps its old name.';
  if (isOfStudies(field))
    return "Only the server's kit carries it. Hand that kit out again, and restart the server with it.";
  return allKits;
}
