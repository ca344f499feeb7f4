import { constants, type KeyObject, verify } from 'node:crypto';
import path from 'node:path';
import type { KitLook } from './kit-inventory';

const signatureName = 'signature.json';

/**
 * Verifies the `signature.json` files of a kit as NVFlare does (lighter/utils.py, verify_folder_signature):
 * each holds, by name, an RSA-PSS signature by the CA over every file beside it and over the name of every
 * directory beside it. NVFlare up to 2.7 signs `startup` and `local`; later ones only kits with homomorphic
 * encryption or confidential computing. `local` is left out: it is there to be edited by the site, and 2.7
 * itself changes a relay's `local/comm_config.json` after it has signed it.
 * @returns null when the kit has none, else the paths whose signature is missing or wrong.
 */
export function verifySignatures(
  { entries, content }: Pick<KitLook, 'entries' | 'content'>,
  ca: KeyObject,
): string[] | null {
  const fixed = entries.filter(({ path: file }) => !file.startsWith('local/'));
  const signed = fixed.filter(({ path: file }) => path.posix.basename(file) === signatureName);
  if (signed.length === 0) return null;
  return signed.flatMap(({ path: file }) =>
    wrongIn(path.posix.dirname(file), { entries: fixed, content }, ca),
  );
}

function wrongIn(
  folder: string,
  { entries, content }: Pick<KitLook, 'entries' | 'content'>,
  ca: KeyObject,
): string[] {
  const signatures = readSignatures(() => content(path.posix.join(folder, signatureName)));
  return entries
    .filter((entry) => path.posix.dirname(entry.path) === folder)
    .filter((entry) => path.posix.basename(entry.path) !== signatureName)
    .filter((entry) => {
      const name = path.posix.basename(entry.path);
      return !isSigned(
        () => (entry.kind === 'file' ? content(entry.path) : Buffer.from(name)),
        signatures[name],
        ca,
      );
    })
    .map((entry) => entry.path);
}

function isSigned(read: () => Buffer, signature: unknown, ca: KeyObject): boolean {
  if (typeof signature !== 'string') return false;
  const key = {
    key: ca,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  };
  return verify('sha256', read(), key, Buffer.from(signature, 'base64'));
}

function readSignatures(read: () => Buffer): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(read().toString('utf8'));
    return typeof content === 'object' && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}
