import type { Participant } from '../../preload/contract/projects';
import { securityLabel } from './nvflare-defaults';
import { count } from './project-words';
import { roleWords } from './roles';

type Of<T extends Participant['type']> = Extract<Participant, { type: T }>;

const join = (...parts: (string | false | null | undefined)[]): string => parts.filter(Boolean).join(', ');

const describeTarget = ({ connectTo }: Pick<Of<'client'>, 'connectTo'>): string => {
  if (!connectTo) return '';
  const { name, host, port } = connectTo;
  const place = name ?? host;
  return join(place && `via ${place}`, port !== null && `port ${port}`);
};

const describeServer = (p: Of<'server'>): string =>
  join(
    p.defaultHost ?? p.name,
    `port ${p.fedLearnPort ?? 8002}`,
    p.adminPort !== null && p.adminPort !== p.fedLearnPort && `admins ${p.adminPort}`,
    p.connectionSecurity && securityLabel(p.connectionSecurity),
  );

const describeGpus = ({ numOfGpus, memPerGpuInGib }: Of<'client'>): string => {
  if (numOfGpus === null || numOfGpus === 0) return '';
  const gpus = typeof numOfGpus === 'number' ? count(numOfGpus, 'GPU') : `${numOfGpus} GPUs`;
  return memPerGpuInGib ? `${gpus} with ${memPerGpuInGib} GiB` : gpus;
};

const describeClient = (p: Of<'client'>): string =>
  join(describeGpus(p), p.parent && `below ${p.parent}`, describeTarget(p));

const describeRelay = (p: Of<'relay'>): string => {
  const { defaultHost = null, port = null } = p.listeningHost ?? {};
  return join(
    p.listeningHost && `listens on ${defaultHost ?? 'localhost'}${port === null ? '' : `:${port}`}`,
    describeTarget(p),
  );
};

/** The one line that tells a participant from others of its type. */
export function describeParticipant(participant: Participant): string {
  switch (participant.type) {
    case 'server':
      return describeServer(participant);
    case 'client':
      return describeClient(participant);
    case 'relay':
      return describeRelay(participant);
    case 'admin':
      return participant.role ? (roleWords[participant.role]?.label ?? participant.role) : '';
    case 'other':
      return `type “${participant.declaredType}”, kept as it is`;
  }
}

/** Where a participant connects and listens, without role, resources and security, which have columns of their own. */
export function describeConnection(participant: Participant): string {
  switch (participant.type) {
    case 'server':
      return describeServer({ ...participant, connectionSecurity: null });
    case 'client':
      return join(participant.parent && `below ${participant.parent}`, describeTarget(participant));
    case 'admin':
      return describeTarget(participant);
    case 'relay':
      return describeRelay(participant);
    case 'other':
      return describeParticipant(participant);
  }
}
