import { X509Certificate } from 'node:crypto';
import type { BoardCertificate } from '../../preload/contract/certificates';
import type { CurrentKit } from './kit-rows';

/** Reads a file of a kit that is no secret. @throws when it cannot be read. */
export type ReadKitFile = (
  kit: Pick<CurrentKit, 'projectId' | 'runId' | 'participant'>,
  file: string,
) => Buffer;

/** What a certificate says of itself, and the kit and file it was found in. */
export type FoundCertificate = Pick<
  BoardCertificate,
  'file' | 'subject' | 'fingerprint256' | 'notBefore' | 'notAfter'
> & { kitId: string };

/** The certificates of a run that are in its kits only, not in the store. */
export interface RunCertificates {
  /** Null when no kit has it any more. */
  ca: FoundCertificate | null;
  /** What relays, and sites that listen, show to those who connect to them; the own one is in the store. */
  listening: FoundCertificate[];
}

/**
 * Reads them once a run: a run's kits do not change. What is missing is looked for again the next time, since
 * files can be put back.
 */
export function createRunCertificates(readKitFile: ReadKitFile) {
  const known = new Map<string, RunCertificates>();
  return {
    /** `kits` are all kits of the run. */
    of(runId: string, kits: readonly CurrentKit[]): RunCertificates {
      const found = known.get(runId) ?? lookThrough(kits, readKitFile);
      if (found.ca) known.set(runId, found);
      return found;
    },
    /** Forgets the runs that are not among these. */
    keepOnly(runIds: ReadonlySet<string>): void {
      for (const runId of known.keys()) if (!runIds.has(runId)) known.delete(runId);
    },
  };
}

function lookThrough(kits: readonly CurrentKit[], readKitFile: ReadKitFile): RunCertificates {
  const find = (kit: CurrentKit, file: string) => tryRead(() => readKitFile(kit, file), kit.kitId, file);
  let ca: FoundCertificate | null = null;
  for (const kit of kits) {
    ca = find(kit, 'startup/rootCA.pem');
    if (ca) break;
  }
  const listening = kits
    .filter(({ type }) => type === 'client' || type === 'relay')
    .map((kit) => find(kit, 'startup/server.crt'));
  return { ca, listening: listening.filter((one) => one !== null) };
}

/** Null for a file that is not there or is no certificate: a look at the kit itself says which, and why. */
function tryRead(read: () => Buffer, kitId: string, file: string): FoundCertificate | null {
  try {
    const x509 = new X509Certificate(read());
    return {
      kitId,
      file,
      subject: /^CN=(.*)$/m.exec(x509.subject)?.[1] ?? '',
      fingerprint256: x509.fingerprint256,
      notBefore: Date.parse(x509.validFrom),
      notAfter: Date.parse(x509.validTo),
    };
  } catch {
    return null;
  }
}
