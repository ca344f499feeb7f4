import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/**
 * What there is at a path outside of a project: its text, null when it is longer than any that is looked at; or why
 * there is nothing to look at.
 */
export type Look = { text: string | null } | 'missing' | 'unseen';

/** The files that a check may look at. */
export interface FileLook {
  /** Names of the files that belong to the project. */
  own: ReadonlySet<string>;
  /** The text of one of them; null when there is none of this name. */
  readOwn: (name: string) => string | null;
  /**
   * Paths outside of the project that someone allowed it to read. Of no other it is found out whether it is there:
   * whoever wrote the project file, or asks for the check, could learn what is on this machine.
   */
  allowed: ReadonlySet<string>;
  read: (file: string) => Look;
}

export const noFiles: FileLook = {
  own: new Set(),
  readOwn: () => null,
  allowed: new Set(),
  read: () => 'missing',
};

const maxBytes = 1_000_000;

/**
 * Below Windows, a path of the Linux inside WSL cannot be looked at from here. A path on another machine is not
 * looked at: Windows would sign in there, and anyone may have written the file that names it.
 */
export function readHere(file: string): Look {
  if (process.platform === 'win32' && /^(?:\/|[\\/]{2})/.test(file)) return 'unseen';
  try {
    const about = statSync(file);
    if (!about.isFile()) return 'missing';
    return { text: about.size > maxBytes ? null : readFileSync(file, 'utf8') };
  } catch {
    return 'missing';
  }
}

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** Whether a text is certificates in PEM and nothing else: whatever else is in it would be handed over as well. */
export function isCertificates(text: string): boolean {
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0 || text.replaceAll(block, '').trim() !== '') return false;
  try {
    return blocks.every((one) => new X509Certificate(one).serialNumber !== '');
  } catch {
    return false;
  }
}
