import type { BoardCertificate } from '../../preload/contract/certificates';

export interface ProjectRenewal {
  projectId: string;
  participants: string[];
}

type Chosen = Pick<
  BoardCertificate,
  'kind' | 'participant' | 'type' | 'projectName' | 'groupId' | 'origin' | 'level' | 'daysLeft'
>;

/**
 * Which renewals the chosen certificates come to, and the question to ask before: runs for those that were made
 * here, requests for those whose key is here and whose CA is elsewhere. CAs are not renewed, and what was signed
 * for others only they can ask for. `board` is everything there is: the CAs among it say how long a renewal is of use.
 */
export function planRenewal(certificates: readonly Chosen[], board: readonly Chosen[] = []) {
  const of = new Map<string, Set<string>>();
  const requests: string[] = [];
  const names = new Map<string, string>();
  let server = false;
  for (const { participant, origin, projectName, groupId, type } of certificates) {
    if (participant === null) continue;
    if (origin.from === 'run') {
      const known = of.get(origin.projectId) ?? new Set();
      of.set(origin.projectId, known.add(participant));
    } else if (origin.from === 'request' && origin.renewedBy === null) requests.push(origin.requestId);
    else continue;
    names.set(groupId, projectName);
    server ||= type === 'server';
  }
  const renewals = [...of].map(([projectId, participants]) => ({
    projectId,
    participants: [...participants],
  }));
  const total = renewals.reduce((sum, { participants }) => sum + participants.length, requests.length);
  const label = total === 1 ? 'Renew 1 certificate' : `Renew ${total} certificates`;
  return {
    renewals,
    requests,
    total,
    label,
    title: `${label} of ${[...new Set(names.values())].join(', ')}?`,
    text: describe({
      runs: renewals.length > 0,
      requests: requests.length > 0,
      server,
      endingCas: endingCas(board, names),
      withCa: certificates.some(({ kind }) => kind === 'ca'),
    }),
  };
}

/** Of each of these groups the CA that ends last, when that is soon: one that was replaced stays on the board. */
function endingCas(board: readonly Chosen[], groups: ReadonlyMap<string, string>): Chosen[] {
  const newest = new Map<string, Chosen>();
  for (const one of board) {
    const known = newest.get(one.groupId);
    if (one.kind !== 'ca' || !groups.has(one.groupId)) continue;
    if (!known || (one.daysLeft ?? 0) > (known.daysLeft ?? 0)) newest.set(one.groupId, one);
  }
  return [...newest.values()].filter(({ level }) => level !== 'fine');
}

interface Described {
  runs: boolean;
  requests: boolean;
  /** A server is among them. */
  server: boolean;
  /** The CAs of their projects that end soon or have ended. */
  endingCas: readonly Chosen[];
  /** A CA was chosen with them. */
  withCa: boolean;
}

function describe({ runs, requests, server, endingCas, withCa }: Described): string {
  const affected = server
    ? 'Whoever is not renewed keeps the kit they have: sites and admins accept a server whose certificate comes from the same CA.'
    : 'Nobody else needs another kit.';
  const parts = [
    ...endingCas.map(describeEnd),
    runs ? 'Each of them gets a new key, certificate and kit, which has to be handed over.' : null,
    requests
      ? `${runs ? 'Where the CA is elsewhere, a' : 'A'} new key and request are made here. The project admin signs it, then you make the new kit. Until then, keep using the old one.`
      : null,
    `The old certificates stay valid until they expire. ${affected}`,
    withCa ? 'The CA is not renewed with them: select it alone to rotate it.' : null,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

/** Certificates that are renewed shortly before the end of their CA have to be made once more with the next one. */
function describeEnd({ projectName, daysLeft, level, origin }: Chosen): string {
  const days = daysLeft === 0 ? 'today' : daysLeft === 1 ? 'in 1 day' : `in ${daysLeft} days`;
  const when = level === 'expired' ? 'has expired' : `ends ${days}`;
  return `The CA of ${projectName} ${when}, and certificates stop working when their CA ends. ${insteads[origin.from]}`;
}

const insteads: Record<Chosen['origin']['from'], string> = {
  run: 'Rotate the CA instead.',
  authority: 'Replace that CA under Signing first.',
  signed: 'Replace that CA under Signing first.',
  request: 'Ask the project admin for the next CA first.',
};
