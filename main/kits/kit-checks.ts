import type { KeyObject } from 'node:crypto';
import type { KitCheck } from '../../preload/contract/kits';
import type { AppError } from '../errors';
import type { FileParticipant } from '../provisioning/project-file';
import type { KitCertificate } from './certificate';
import { type KitType, ownCertificate, requiredFiles } from './kit-files';
import type { KitLook } from './kit-inventory';
import { verifySignatures } from './kit-signature';

export type Check = KitCheck;

const again = 'Do not hand this kit out. Provision again, and look at this check of the new kit.';

const ok = (check: Check['check'], message: string): Check => ({ check, state: 'ok', message, hint: '' });
const bad = (check: Check['check'], message: string, hint = again): Check => ({
  check,
  state: 'failed',
  message,
  hint,
});

export function worst(states: Check['state'][]): Check['state'] {
  if (states.includes('failed')) return 'failed';
  return states.includes('attention') ? 'attention' : 'ok';
}

/** Whether everything is there that a kit of its type needs, and nothing but files and directories. */
export function checkFiles(look: KitLook, type: KitType): Check {
  const files = new Set(look.entries.filter(({ kind }) => kind === 'file').map((entry) => entry.path));
  const missing = requiredFiles[type].filter((file) => !files.has(file));
  if (missing.length > 0) return bad('files', `Missing: ${missing.join(', ')}.`);
  if (look.unreadable.length > 0)
    return bad('files', `Not readable as a certificate: ${look.unreadable.join(', ')}.`);
  const odd = look.entries.filter(({ kind }) => kind === 'other').map((entry) => entry.path);
  if (odd.length > 0) return bad('files', `Neither a file nor a directory: ${odd.join(', ')}.`);
  return ok('files', 'Every file of the kit is there.');
}

/** Whether each certificate has its private key beside it. `load` throws when there is none. */
export function checkKeys(leaves: KitCertificate[], load: (file: string) => KeyObject): Check {
  for (const { file, x509 } of leaves) {
    const keyFile = file.replace(/\.crt$/, '.key');
    try {
      if (!x509.checkPrivateKey(load(keyFile))) return bad('key', `${keyFile} does not belong to ${file}.`);
    } catch {
      return bad('key', `${keyFile} is missing, or is not a private key.`);
    }
  }
  if (leaves.length === 0) return bad('key', 'There is no certificate that a key could belong to.');
  return ok(
    'key',
    leaves.length === 1 ? 'The key belongs to the certificate.' : 'Each key belongs to its certificate.',
  );
}

/** What stands in for the check of the keys while they cannot be unsealed. */
export const checkSealed = ({ message, data }: AppError): Check => ({
  check: 'key',
  state: 'attention',
  message: `Not looked at. ${message}`,
  hint: data.hint,
});

/** NVFlare cuts a server's longer name here, as X.509 allows no more. */
const longestCommonName = 64;

/** Whether the certificates say what the project says of the participant. */
export function checkNames(
  leaves: KitCertificate[],
  about: { participant: string; type: KitType; declared: FileParticipant | null },
): Check {
  const name = about.participant.slice(0, longestCommonName);
  const wrong = leaves.find(({ commonName }) => commonName !== name);
  if (wrong) return bad('names', `${wrong.file} is made out to "${wrong.commonName}", not to "${name}".`);
  const own = leaves.find(({ file }) => file === ownCertificate(about.type));
  if (!own) return bad('names', 'The kit has no certificate of its participant.');
  const listener = leaves.find(({ file }) => file === 'startup/server.crt');
  const { declared } = about;
  if (!declared) return ok('names', `Made out to "${name}".`);
  const hosts = about.type === 'server' ? declared.hosts : declared.listenerHosts;
  return (
    checkHosts(listener, hosts) ??
    checkIdentity(own, declared) ??
    ok('names', `Made out to "${name}", as in the project.`)
  );
}

function checkHosts(certificate: KitCertificate | undefined, hosts: string[]): Check | null {
  const [main, ...others] = hosts;
  if (main === undefined) return null;
  if (!certificate) return bad('names', 'The kit has no certificate to listen with.');
  if (!covers(certificate, main))
    return bad(
      'names',
      `${certificate.file} does not cover ${main}, the name that others connect to.`,
      'A run keeps the certificate that was issued before. Renew it, or set the host back.',
    );
  const missing = others.filter((host) => !covers(certificate, host));
  if (missing.length === 0) return null;
  return {
    check: 'names',
    state: 'attention',
    message: `${certificate.file} does not cover ${missing.join(', ')}.`,
    hint: 'Those who connect by these names will refuse it. A run keeps the certificate that was issued before: renew it.',
  };
}

const covers = ({ altNames }: KitCertificate, host: string): boolean =>
  altNames.some((name) => name.toLowerCase() === host.toLowerCase());

function checkIdentity(own: KitCertificate, declared: FileParticipant): Check | null {
  const differs = [
    own.org !== declared.org ? `organisation "${own.org ?? ''}", the project "${declared.org}"` : '',
    declared.type === 'admin' && own.role !== declared.role
      ? `role "${own.role ?? ''}", the project "${declared.role ?? ''}"`
      : '',
  ].filter(Boolean);
  if (differs.length === 0) return null;
  return {
    check: 'names',
    state: 'attention',
    message: `The certificate says ${differs.join('; ')}.`,
    hint: 'NVFlare goes by the certificate, and a run keeps the one that was issued first. Renew it.',
  };
}

const dayMs = 86_400_000;
const soonDays = 30;

/** Whether every certificate is valid now, and still is in a month. */
export function checkValidity(certificates: KitCertificate[], now: number): Check {
  const early = certificates.find(({ notBefore }) => notBefore > now);
  if (early)
    return bad(
      'validity',
      `${early.file} is valid only from ${day(early.notBefore)} on.`,
      'Look at the clock of this machine.',
    );
  const first = [...certificates].sort((a, b) => a.notAfter - b.notAfter)[0];
  if (!first) return bad('validity', 'There is no certificate to look at.');
  return validityOf(first, now);
}

function validityOf({ file, notAfter }: KitCertificate, now: number): Check {
  const hint = 'Renew it on the page of certificates. When the CA itself ends soon, rotate the CA instead.';
  // Whole days that are left, as in the list of kits.
  const days = Math.floor((notAfter - now) / dayMs);
  if (notAfter <= now) return bad('validity', `${file} expired on ${day(notAfter)}.`, hint);
  const message = `${file} is valid until ${day(notAfter)}`;
  if (days >= soonDays) return ok('validity', `${message}, ${days} days from now.`);
  return {
    check: 'validity',
    state: 'attention',
    message: `${message}: ${days < 1 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`} from now.`,
    hint,
  };
}

/** What the dates alone say, for kits that are only listed. */
export function stateOfDates(notAfter: number, now: number): Check['state'] {
  if (notAfter <= now) return 'failed';
  return notAfter - now < soonDays * dayMs ? 'attention' : 'ok';
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Null for a kit without signatures, which is how NVFlare from 2.8 on makes a plain one. */
export function checkSignature(look: KitLook, ca: KitCertificate): Check | null {
  const wrong = verifySignatures(look, ca.x509.publicKey);
  if (wrong === null) return null;
  if (wrong.length === 0) return ok('signature', "The CA's signature of every signed file is right.");
  return bad(
    'signature',
    `Changed since they were signed, or not signed: ${wrong.join(', ')}.`,
    'NVFlare refuses such a kit. Provision again, and do not edit files in "startup".',
  );
}
