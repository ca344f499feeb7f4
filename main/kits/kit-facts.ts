import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listTree } from '../files/tree';
import { type KitCertificate, readCertificate } from './certificate';
import { isSecret, type KitType, ownCertificate } from './kit-files';
import type { KitLook } from './kit-inventory';

/** A kit's files by path, but for its own certificate, that of the CA, keys and signatures. */
export type KitContents = Record<string, { hash: string; fields?: Record<string, string> }>;

/** What a kit is known by after its files are gone. */
export interface KitFacts {
  serialNumber: string;
  publicKey256: string | null;
  ca256: string | null;
  contents256: string;
  contents: KitContents;
}

/** What is no secret of a kit on the disk. */
export type PublicLook = Pick<KitLook, 'entries' | 'certificates'>;

/** Looks at a kit without its keys, for which the keychain might have to be asked. */
export function lookAtPublic(directory: string): PublicLook {
  const entries = listTree(directory);
  const certificates = entries.flatMap(({ kind, path: file }) => {
    if (kind !== 'file' || !/^startup\/([^/]+\.crt|rootCA\.pem)$/.test(file)) return [];
    try {
      return [readCertificate(file, readFileSync(path.join(directory, file)))];
    } catch {
      // The checks of the kit say so.
      return [];
    }
  });
  return { entries, certificates };
}

/** Reads what is to be remembered of a kit. Private keys are not looked at. */
export function readFacts(directory: string, look: PublicLook, type: KitType): KitFacts {
  const find = (file: string) => look.certificates.find((certificate) => certificate.file === file);
  const own = find(ownCertificate(type));
  const contents: KitContents = {};
  for (const { kind, path: file } of look.entries)
    if (kind === 'file' && isCompared(file)) contents[file] = readEntry(directory, file);
  // What a relay, or a site that others connect to, listens with: NVFlare makes it anew in every run.
  for (const { file, x509 } of look.certificates)
    if (file.endsWith('.crt') && file !== ownCertificate(type))
      contents[file] = { hash: shortHash(x509.raw) };
  return {
    // BoringSSL, in Electron, writes it in lower case.
    serialNumber: own?.x509.serialNumber.toUpperCase() ?? '',
    publicKey256: own ? hashPublicKey(own) : null,
    ca256: find('startup/rootCA.pem')?.x509.fingerprint256 ?? null,
    contents256: shortHash(JSON.stringify(Object.entries(contents).map(([file, { hash }]) => [file, hash]))),
    contents,
  };
}

/**
 * Certificates and keys are compared by what they hold, and a signature is another one each time. All others
 * are the same bytes when NVFlare packs the same kit again.
 */
const isCompared = (file: string): boolean =>
  !isSecret(file) && !/\.(crt|pem)$|(^|\/)signature\.json$/.test(file);

function readEntry(directory: string, file: string): KitContents[string] {
  const bytes = readFileSync(path.join(directory, file));
  const fields = /^startup\/fed_\w+\.json$/.test(file) ? readFields(bytes.toString('utf8')) : null;
  return { hash: shortHash(bytes), ...(fields ? { fields } : {}) };
}

/** The values of a JSON file under dotted names; null when it is none. Kept for the files that say who connects where. */
export function readFields(text: string): Record<string, string> | null {
  try {
    const fields: Record<string, string> = {};
    collect(JSON.parse(text), '', fields);
    return fields;
  } catch {
    return null;
  }
}

function collect(value: unknown, name: string, fields: Record<string, string>): void {
  if (typeof value !== 'object' || value === null) {
    fields[name] = String(value);
    return;
  }
  for (const [key, item] of Object.entries(value))
    collect(item, Array.isArray(value) ? `${name}[${key}]` : name === '' ? key : `${name}.${key}`, fields);
}

const hashPublicKey = ({ x509 }: KitCertificate): string =>
  createHash('sha256')
    .update(x509.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** 128 bits of SHA-256: it only has to tell a file from its next version, in a row for each kit of each run. */
const shortHash = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest().subarray(0, 16).toString('base64url');
