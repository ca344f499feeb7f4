import type { BoardCertificate } from '../../preload/contract/certificates';

export interface ProjectRenewal {
  projectId: string;
  participants: string[];
}

type Chosen = Pick<BoardCertificate, 'kind' | 'participant' | 'type' | 'projectName' | 'origin'>;

/**
 * Which renewals the chosen certificates come to, and the question to ask before: runs for those that were made
 * here, requests for those whose key is here and whose CA is elsewhere. CAs are not renewed, and what was signed
 * for others only they can ask for.
 */
export function planRenewal(certificates: readonly Chosen[]) {
  const of = new Map<string, Set<string>>();
  const requests: string[] = [];
  const names = new Set<string>();
  let server = false;
  for (const { participant, origin, projectName, type } of certificates) {
    if (participant === null) continue;
    if (origin.from === 'run') {
      const known = of.get(origin.projectId) ?? new Set();
      of.set(origin.projectId, known.add(participant));
    } else if (origin.from === 'request' && origin.renewedBy === null) requests.push(origin.requestId);
    else continue;
    names.add(projectName);
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
    title: `${label} of ${[...names].join(', ')}?`,
    text: describe({ runs: renewals.length > 0, requests: requests.length > 0, server }),
  };
}

function describe({ runs, requests, server }: { runs: boolean; requests: boolean; server: boolean }): string {
  const affected = server
    ? 'Sites and admins keep their kits: they accept a server whose certificate comes from the same CA.'
    : 'Nobody else needs another kit.';
  const parts = [
    runs ? 'Each of them gets a new key, certificate and kit, which has to be handed over.' : null,
    requests
      ? `${runs ? 'Where the CA is elsewhere, a' : 'A'} new key and request are made here. The project admin signs it, then you make the new kit. Until then, keep using the old one.`
      : null,
    `The old certificates stay valid until they expire. ${affected}`,
  ];
  return parts.filter((part) => part !== null).join(' ');
}
