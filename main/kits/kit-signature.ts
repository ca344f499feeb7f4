import { constants, type KeyObject, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TreeEntry } from '../files/tree';

const signatureName = 'signature.json';

/**
 * Verifies the `signature.json` files of a kit as NVFlare does (lighter/utils.py, verify_folder_signature):
 * each holds, by name, an RSA-PSS signature by the CA over every file beside it and over the name of every
 * directory beside it. NVFlare up to 2.7 signs `startup` and `local`; later ones only kits with homomorphic
 * encryption or confidential computing. `local` is left out: it is there to be edited by the site, and 2.7
 * itself changes a relay's `local/comm_config.json` after it has signed it.
 * @returns null when the kit has none, else the paths whose signature is missing or wrong.
 */
export function verifySignatures(directory: string, entries: TreeEntry[], ca: KeyObject): string[] | null {
  const fixed = entries.filter(({ path: file }) => !file.startsWith('local/'));
  const signed = fixed.filter(({ path: file }) => path.posix.basename(file) === signatureName);
  if (signed.length === 0) return null;
  return signed.flatMap(({ path: file }) => wrongIn(directory, path.posix.dirname(file), fixed, ca));
}

function wrongIn(root: string, folder: string, entries: TreeEntry[], ca: KeyObject): string[] {
  const signatures = readSignatures(path.join(root, folder, signatureName));
  return entries
    .filter((entry) => path.posix.dirname(entry.path) === folder)
    .filter((entry) => path.posix.basename(entry.path) !== signatureName)
    .filter((entry) => {
      const name = path.posix.basename(entry.path);
      const content = entry.kind === 'file' ? readFileSync(path.join(root, entry.path)) : Buffer.from(name);
      return !isSigned(content, signatures[name], ca);
    })
    .map((entry) => entry.path);
}

function isSigned(content: Buffer, signature: unknown, ca: KeyObject): boolean {
  if (typeof signature !== 'string') return false;
  const key = {
    key: ca,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  };
  return verify('sha256', content, key, Buffer.from(signature, 'base64'));
}

function readSignatures(file: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}
