import { createHash, createPublicKey } from 'node:crypto';
import { withColons } from './fingerprint';

interface Element {
  tag: number;
  /** Of the element with its header, and of its content, as offsets. */
  start: number;
  content: number;
  end: number;
}

const sequence = 0x30;

/** One DER element. @throws RangeError when the bytes end before it. */
function readElement(der: Buffer, start: number): Element {
  const tag = der.readUInt8(start);
  const first = der.readUInt8(start + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 4) throw new RangeError('an element that is too long');
  const length = lengthBytes === 0 ? first : der.readUIntBE(start + 2, lengthBytes);
  const content = start + 2 + lengthBytes;
  if (content + length > der.length) throw new RangeError('an element that is cut');
  return { tag, start, content, end: content + length };
}

/**
 * SHA-256 of the public key in a PEM certificate signing request (PKCS #10: a sequence that begins with a
 * sequence of version, subject and key). Node has no reader for these.
 * @throws Error when it is none.
 */
export function keyFingerprintOf(pem: string): string {
  const base64 = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]+?)-----END CERTIFICATE REQUEST-----/.exec(pem);
  const der = Buffer.from(base64?.[1] ?? '', 'base64');
  const info = readElement(der, readElement(der, 0).content);
  const version = readElement(der, info.content);
  const subject = readElement(der, version.end);
  const key = readElement(der, subject.end);
  if (key.tag !== sequence) throw new RangeError('no public key where it has to be');
  const bytes = der.subarray(key.start, key.end);
  // Refuses what is no key at all.
  createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  return withColons(createHash('sha256').update(bytes).digest('hex'));
}
