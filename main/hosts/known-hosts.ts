import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { PinnedKey } from './host-keys';
import { type Address, nameOf } from './key-place';

/** One line of a `known_hosts` file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownLine {
  marker: 'revoked' | 'cert-authority' | null;
  /** Names as written; one that is hashed begins with `|1|`. */
  names: string[];
  type: string;
  /** Base64. */
  key: string;
  fingerprint256: string;
}

/** @returns the lines, and how many were no such lines. */
export function readKnownHosts(text: string): { lines: KnownLine[]; strange: number } {
  const lines: KnownLine[] = [];
  let strange = 0;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const read = readLine(line);
    if (read) lines.push(read);
    else strange += 1;
  }
  return { lines, strange };
}

function readLine(line: string): KnownLine | null {
  const [, marker, names = '', type = '', key = ''] =
    /^(?:@(\S+)[ \t]+)?(\S+)[ \t]+(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/.exec(line) ?? [];
  if (names === '' || (marker !== undefined && marker !== 'revoked' && marker !== 'cert-authority'))
    return null;
  const blob = Buffer.from(key, 'base64');
  // The blob says itself of what type it is: what says otherwise was edited by hand.
  if (blob.length < 4 || blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1') !== type) return null;
  const hash = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return {
    ...{ marker: marker ?? null, names: names.split(','), type },
    ...{ key: blob.toString('base64'), fingerprint256: `SHA256:${hash}` },
  };
}

/** A name that is an address in clear; null when it is hashed or a pattern. */
export function addressOf(name: string): Address | null {
  if (/^\||[*?!]/.test(name)) return null;
  const [, bracketed, port] = /^\[([^\]]+)\]:(\d{1,5})$/.exec(name) ?? [];
  if (bracketed !== undefined) return { address: bracketed.toLowerCase(), port: Number(port) };
  return /[[\]/@]/.test(name) ? null : { address: name.toLowerCase(), port: 22 };
}

export const isHashed = (name: string): boolean => name.startsWith('|1|');

/** Whether a hashed name is that of an address: HMAC-SHA1 of the name, with the salt as its key (HashKnownHosts). */
export function isHashOf(hashed: string, where: Address): boolean {
  const [, , salt = '', hash = ''] = hashed.split('|');
  const expected = Buffer.from(hash, 'base64');
  const made = createHmac('sha1', Buffer.from(salt, 'base64')).update(nameOf(where)).digest();
  return expected.length === made.length && timingSafeEqual(expected, made);
}

/**
 * A file that OpenSSH takes as `UserKnownHostsFile`. It knows no way to an address, which is a comment there: of
 * two machines that have one address, it takes the key of either.
 */
export const writeKnownHosts = (pins: PinnedKey[]): string =>
  pins
    .map((pin) => `${nameOf(pin)} ${pin.type} ${pin.key}${pin.via === '' ? '' : ` through ${pin.via}`}\n`)
    .join('');
