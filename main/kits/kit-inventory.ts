import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KitDetail } from '../../preload/contract/kits';
import type { FileParticipant } from '../provisioning/project-file';
import { listTree, type TreeEntry } from '../files/tree';
import { type KitCertificate, readCertificate, toCertificate } from './certificate';
import {
  type Check,
  checkFiles,
  checkKeys,
  checkNames,
  checkSignature,
  checkValidity,
  worst,
} from './kit-checks';
import { checkChain } from './kit-chain';
import { type KitType, ownCertificate, toFileList, typeOfKit } from './kit-files';

/** A kit on the disk as it was found. */
export interface KitLook {
  type: KitType | null;
  entries: TreeEntry[];
  certificates: KitCertificate[];
  /** Files that should be certificates and cannot be read as such. */
  unreadable: string[];
}

export interface KitInspection extends Pick<KitDetail, 'files' | 'certificates' | 'checks'> {
  state: Check['state'];
  type: KitType;
  /** The participant's own certificate; null when the kit lacks it. */
  own: KitCertificate | null;
}

/** Reads a kit's directory. @throws the operating system's error when it is not there. */
export function readKit(directory: string): KitLook {
  const entries = listTree(directory);
  const files = entries.filter(({ kind }) => kind === 'file').map((entry) => entry.path);
  const look: KitLook = { type: typeOfKit(new Set(files)), entries, certificates: [], unreadable: [] };
  for (const file of files.filter(isCertificateFile)) {
    try {
      look.certificates.push(readCertificate(file, readFileSync(path.join(directory, file))));
    } catch {
      look.unreadable.push(file);
    }
  }
  return look;
}

const isCertificateFile = (file: string): boolean =>
  /^startup\/[^/]+\.crt$/.test(file) || file === 'startup/rootCA.pem';

/** Runs every check over a kit that was read. `declared` is what the project file says of the participant. */
export function inspectKit(
  directory: string,
  look: KitLook,
  about: { participant: string; type: KitType; declared: FileParticipant | null; now: number },
): KitInspection {
  const ca = look.certificates.find(({ file }) => file === 'startup/rootCA.pem') ?? null;
  const leaves = look.certificates.filter((certificate) => certificate !== ca);
  const signature = ca && checkSignature(directory, look.entries, ca);
  const checks = [
    checkFiles(look, about.type),
    checkChain(ca, leaves),
    checkKeys(leaves, (file) => createPrivateKey(readFileSync(path.join(directory, file)))),
    checkNames(leaves, about),
    checkValidity(look.certificates, about.now),
    ...(signature ? [signature] : []),
  ];
  return {
    type: about.type,
    own: leaves.find(({ file }) => file === ownCertificate(about.type)) ?? null,
    files: toFileList(look.entries),
    certificates: look.certificates.map(toCertificate),
    checks,
    state: worst(checks.map(({ state }) => state)),
  };
}
