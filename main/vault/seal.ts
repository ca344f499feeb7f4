import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../errors';

/**
 * A sealed file: `FWSEAL`, a version, the id of the key (16 bytes), an IV (12 bytes, random for each file), the
 * content under AES-256-GCM, and the tag (16 bytes). All that stands before the IV is authenticated with the
 * content, so that a file cannot be passed off as one of another key or version.
 */
const magic = Buffer.from('FWSEAL');
const version = 1;
const idBytes = 16;
const headerBytes = magic.length + 1 + idBytes;
const ivBytes = 12;
const tagBytes = 16;

/** How much longer a sealed file is than its content. */
export const sealBytes = headerBytes + ivBytes + tagBytes;
/** So many bytes of a file tell whether it is sealed, and with which key. */
export const sealHeaderBytes = headerBytes;
export const keyBytes = 32;

export const isSealed = (bytes: Uint8Array): boolean =>
  bytes.length >= magic.length && magic.equals(bytes.subarray(0, magic.length));

/** The id of the key that a file is sealed with. @throws AppError STORAGE for a version that is not known. */
export function keyIdOf(sealed: Buffer): string {
  if (sealed.length < headerBytes) throw damaged('it is cut off');
  if (sealed[magic.length] !== version)
    throw new AppError('STORAGE', 'A sealed file was written by a newer version of Fedwright.', {
      hint: 'Install that version or a later one.',
    });
  const hex = sealed.subarray(magic.length + 1, headerBytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** `keyId` is a UUID. */
export function seal(key: Buffer, keyId: string, clear: Uint8Array): Buffer {
  const header = Buffer.concat([magic, Buffer.of(version), Buffer.from(keyId.replaceAll('-', ''), 'hex')]);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(header);
  return Buffer.concat([header, iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

/** @throws AppError STORAGE when so much as a bit of it was changed. */
export function unseal(key: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < sealBytes) throw damaged('it is cut off');
  const iv = sealed.subarray(headerBytes, headerBytes + ivBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  decipher.setAAD(sealed.subarray(0, headerBytes));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    const content = sealed.subarray(headerBytes + ivBytes, sealed.length - tagBytes);
    return Buffer.concat([decipher.update(content), decipher.final()]);
  } catch {
    throw damaged('its content is not what was sealed');
  }
}

const damaged = (details: string): AppError =>
  new AppError('STORAGE', 'A sealed file is damaged or was changed.', {
    hint: 'Restore a backup of it: Settings, Upkeep.',
    details,
  });
