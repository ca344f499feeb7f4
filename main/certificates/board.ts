import type { BoardCertificate, CertificateBoard } from '../../preload/contract/certificates';
import { expiryOf } from './expiry';
import type { CurrentKit } from './kit-rows';
import type { FoundCertificate, RunCertificates } from './run-certificates';

/** A certificate that no provisioning run has issued, with the project it belongs to, if it is one of here. */
export type SigningCertificate = Omit<BoardCertificate, 'groupId' | 'daysLeft' | 'level'> & {
  projectId: string | null;
};

/** Puts rows and files together: the next certificate to end first. `now` is milliseconds since the epoch. */
export function makeBoard(
  kits: readonly CurrentKit[],
  readRun: (runId: string, kits: readonly CurrentKit[]) => RunCertificates,
  signing: readonly SigningCertificate[],
  now: number,
): CertificateBoard {
  const certificates: BoardCertificate[] = [];
  // All runs of a project have the same CA in their kits.
  const cas = new Set<string>();
  const projects = new Map<string, string>();
  for (const [runId, ofRun] of groupByRun(kits)) {
    const { ca, listening } = readRun(runId, ofRun);
    const owners = new Map(ofRun.map((kit) => [kit.kitId, kit]));
    const add = (kind: BoardCertificate['kind'], found: FoundCertificate) => {
      const kit = owners.get(found.kitId);
      if (kit) certificates.push(toEntry(kind, kit, found, now));
    };
    ofRun.forEach((kit) => add('participant', ownOf(kit)));
    listening.forEach((found) => add('participant', found));
    const [{ projectId, projectName }] = ofRun;
    projects.set(projectId, projectName);
    if (ca && !cas.has(projectId)) add('ca', ca);
    if (ca) cas.add(projectId);
  }
  const withoutCa = [...projects]
    .filter(([projectId]) => !cas.has(projectId))
    .map(([projectId, projectName]) => ({ projectId, projectName }));
  certificates.push(...signing.map((one) => toSigningEntry(one, now)));
  return { certificates: certificates.sort(byEnd), withoutCa };
}

/** A federation that is no project here is known by its name. */
function toSigningEntry({ projectId, ...rest }: SigningCertificate, now: number): BoardCertificate {
  const groupId = projectId ?? `signing:${rest.projectName}`;
  return { ...rest, groupId, ...expiryOf(rest.notAfter, now) };
}

function groupByRun(kits: readonly CurrentKit[]): Map<string, [CurrentKit, ...CurrentKit[]]> {
  const runs = new Map<string, [CurrentKit, ...CurrentKit[]]>();
  for (const kit of kits) {
    const known = runs.get(kit.runId);
    if (known) known.push(kit);
    else runs.set(kit.runId, [kit]);
  }
  return runs;
}

const ownOf = ({ kitId, participant, type, ...dates }: CurrentKit): FoundCertificate => ({
  kitId,
  file: type === 'server' ? 'startup/server.crt' : 'startup/client.crt',
  subject: participant,
  fingerprint256: dates.fingerprint256,
  notBefore: dates.notBefore,
  notAfter: dates.notAfter,
});

function toEntry(
  kind: BoardCertificate['kind'],
  kit: CurrentKit,
  found: FoundCertificate,
  now: number,
): BoardCertificate {
  const { projectId, projectName, runId, runNumber } = kit;
  const { kitId, ...certificate } = found;
  return {
    ...certificate,
    ...{ kind, groupId: projectId, projectName },
    origin: { from: 'run', projectId, runId, runNumber, kitId },
    participant: kind === 'ca' ? null : kit.participant,
    type: kind === 'ca' ? null : kit.type,
    ...expiryOf(found.notAfter, now),
  };
}

const collator = new Intl.Collator('en', { numeric: true });

/** A CA before what it signed: when both end on the same day, it is what matters. */
const byEnd = (a: BoardCertificate, b: BoardCertificate): number =>
  a.notAfter - b.notAfter ||
  collator.compare(a.projectName, b.projectName) ||
  Number(b.kind === 'ca') - Number(a.kind === 'ca') ||
  collator.compare(a.subject, b.subject);
