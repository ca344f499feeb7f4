import { invalid } from '../errors';

const slash = 0x2f;

/** The bytes behind a path of the contract. @throws AppError INVALID for one that is not absolute, or has a NUL. */
export function readPath(path: string): Buffer {
  const bytes = Buffer.from(path, 'base64url');
  if (bytes[0] !== slash || bytes.includes(0) || bytes.length > 4096)
    throw invalid('This is not a path on a host.', 'Open the folder again and choose from it.');
  return bytes;
}

export const writePath = (bytes: Buffer): string => bytes.toString('base64url');

/** `/` for the root itself. */
export function parentOf(path: Buffer): Buffer {
  const cut = path.lastIndexOf(slash);
  return cut <= 0 ? Buffer.from('/') : path.subarray(0, cut);
}

/** The last part; empty for the root. */
export const nameOf = (path: Buffer): Buffer => path.subarray(path.lastIndexOf(slash) + 1);

export const childOf = (folder: Buffer, name: Buffer | string): Buffer =>
  Buffer.concat([
    folder.at(-1) === slash ? folder : Buffer.concat([folder, Buffer.from('/')]),
    Buffer.from(name),
  ]);

/** A name that a person typed, as bytes. @throws AppError INVALID for what is no name of one entry. */
export function readName(name: string): Buffer {
  if (name === '.' || name === '..' || name.includes('/') || name.includes('\0') || name === '')
    throw invalid(
      'This is not the name of one file or folder.',
      'A name has no slash, and is not "." or "..".',
    );
  const bytes = Buffer.from(name);
  if (bytes.length > 255) throw invalid('This name is too long.', 'A name has 255 bytes at most.');
  return bytes;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of bytes, or null when they are none. */
export function readText(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

// Control characters, and those that turn the direction of what follows or cannot be seen.
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const hidden = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const escape = (bytes: Uint8Array) =>
  [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

/** A name or path for showing, in which everything can be seen. It never leads back to a file. */
export function showName(bytes: Buffer): string {
  const text = readText(bytes);
  if (text !== null) return text.replaceAll(hidden, (character) => escape(Buffer.from(character)));
  return [...bytes]
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : escape(Uint8Array.of(byte))))
    .join('');
}
