import { createPrivateKey } from 'node:crypto';
import type { KitDetail } from '../../preload/contract/kits';
import { AppError } from '../errors';
import type { TreeEntry } from '../files/tree';
import type { FileParticipant } from '../provisioning/project-file';
import { type KitCertificate, readCertificate, toCertificate } from './certificate';
import {
  type Check,
  checkFiles,
  checkKeys,
  checkNames,
  checkSealed,
  checkSignature,
  checkValidity,
  worst,
} from './kit-checks';
import { checkChain } from './kit-chain';
import { isSecret, type KitType, ownCertificate, toFileList, typeOfKit } from './kit-files';
import type { KitFolder } from './kit-store';

/** A kit on the disk as it was found. */
export interface KitLook {
  type: KitType | null;
  entries: TreeEntry[];
  certificates: KitCertificate[];
  /** Files that should be certificates and cannot be read as such. */
  unreadable: string[];
  /** The content of a file that the checks need. @throws when it could not be read. */
  content(file: string): Buffer;
  /** Why what is secret could not be looked at, although it is there: its key cannot be had now. */
  locked: AppError | null;
}

export interface KitInspection extends Pick<KitDetail, 'files' | 'certificates' | 'checks'> {
  state: Check['state'];
  type: KitType;
  /** The participant's own certificate; null when the kit lacks it. */
  own: KitCertificate | null;
}

/** Reads a kit: its certificates, its keys, and what is signed. @throws the operating system's error. */
export async function readKit({ entries, read }: KitFolder): Promise<KitLook> {
  const files = entries.filter(({ kind }) => kind === 'file').map((entry) => entry.path);
  const signed = files.some((file) => /^startup\/(.*\/)?signature\.json$/.test(file));
  const contents = new Map<string, Buffer>();
  let locked: AppError | null = null;
  for (const file of files.filter((one) => isLookedAt(one, signed))) {
    try {
      contents.set(file, await read(file));
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAVAILABLE' && isSecret(file)) locked = error;
    }
  }
  const content = (file: string): Buffer => {
    const found = contents.get(file);
    if (found) return found;
    throw new Error(`${file} could not be read`);
  };
  return { type: typeOfKit(new Set(files)), entries, content, locked, ...readCertificates(files, content) };
}

/** Signatures are over everything beside them; without any, certificates and their keys are enough. */
const isLookedAt = (file: string, signed: boolean): boolean =>
  isCertificateFile(file) || file.endsWith('.key') || (signed && !file.startsWith('local/'));

function readCertificates(files: string[], content: (file: string) => Buffer) {
  const certificates: KitCertificate[] = [];
  const unreadable: string[] = [];
  for (const file of files.filter(isCertificateFile)) {
    try {
      certificates.push(readCertificate(file, content(file)));
    } catch {
      unreadable.push(file);
    }
  }
  return { certificates, unreadable };
}

const isCertificateFile = (file: string): boolean =>
  /^startup\/[^/]+\.crt$/.test(file) || file === 'startup/rootCA.pem';

/** Runs every check over a kit that was read. `declared` is what the project file says of the participant. */
export function inspectKit(
  look: KitLook,
  about: { participant: string; type: KitType; declared: FileParticipant | null; now: number },
): KitInspection {
  const ca = look.certificates.find(({ file }) => file === 'startup/rootCA.pem') ?? null;
  const leaves = look.certificates.filter((certificate) => certificate !== ca);
  const signature = ca && !look.locked && checkSignature(look, ca);
  const checks = [
    checkFiles(look, about.type),
    checkChain(ca, leaves),
    look.locked
      ? checkSealed(look.locked)
      : checkKeys(leaves, (file) => createPrivateKey(look.content(file))),
    checkNames(leaves, about),
    checkValidity(look.certificates, about.now),
    ...(signature ? [signature] : []),
  ];
  return {
    type: about.type,
    own: leaves.find(({ file }) => file === ownCertificate(about.type)) ?? null,
    files: toFileList(look.entries),
    // Only pages want these, and a run that has made a thousand kits shows none.
    get certificates() {
      return look.certificates.map(toCertificate);
    },
    checks,
    state: worst(checks.map(({ state }) => state)),
  };
}
