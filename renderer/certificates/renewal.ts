import type { BoardCertificate } from '../../preload/contract/certificates';

export interface ProjectRenewal {
  projectId: string;
  participants: string[];
}

type Chosen = Pick<BoardCertificate, 'kind' | 'participant' | 'type' | 'projectId' | 'projectName'>;

/** Which renewals the chosen certificates come to, and the question to ask before. CAs are not renewed. */
export function planRenewal(certificates: readonly Chosen[]) {
  const of = new Map<string, Set<string>>();
  const names = new Set<string>();
  let server = false;
  for (const { participant, projectId, projectName, type } of certificates) {
    if (participant === null) continue;
    names.add(projectName);
    server ||= type === 'server';
    of.set(projectId, (of.get(projectId) ?? new Set()).add(participant));
  }
  const renewals = [...of].map(([projectId, participants]) => ({
    projectId,
    participants: [...participants],
  }));
  const total = renewals.reduce((sum, { participants }) => sum + participants.length, 0);
  const label = total === 1 ? 'Renew 1 certificate' : `Renew ${total} certificates`;
  const affected = server
    ? 'Sites and admins keep their kits: they accept a server whose certificate comes from the same CA.'
    : 'Nobody else needs another kit.';
  return {
    renewals,
    total,
    label,
    title: `${label} of ${[...names].join(', ')}?`,
    text: `Each of them gets a new key, certificate and kit, which has to be handed over. The old certificates stay valid until they end. ${affected}`,
  };
}
