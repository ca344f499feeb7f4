import type { TakenPort } from '../../preload/contract/host-ports';
import type { Engines } from '../docker/engines';
import { toAppError } from '../errors';
import { kitLabels as label } from '../docker/kit-labels';
import { listOurs } from './container-previous';
import type { Parts } from './parts';
import type { DeploymentRow } from './store';

/** Who keeps the ports of a server for it, from when it is deployed until it is removed. */
export const portOwner = (deploymentId: string): string => `deployment:${deploymentId}`;

export interface ServerPorts {
  hostId: string;
  /** Of the deployment, whose own containers and reservations are no hindrance; null: there is none yet. */
  id: string | null;
  ports: number[];
  /** Whether what listens there counts: it may be this very server, or is looked at in another way. */
  listeners: boolean;
}

export interface PortClash {
  message: string;
  hint: string;
}

const wantedOf = (ports: number[]) => ports.map((port) => ({ port, protocol: 'tcp' as const }));

/**
 * Who has a port that a server would listen on, and the way out; null when all are free.
 * @throws AppError when neither the host nor its engine answers
 */
export async function findClash(
  { ports }: Pick<Parts, 'ports'>,
  engines: Engines,
  server: ServerPorts,
  signal?: AbortSignal,
): Promise<PortClash | null> {
  const { hostId, id } = server;
  if (server.ports.length === 0) return null;
  const sparing = await sparingOwn(engines, server);
  const look = await ports.look(hostId, { sparing, signal, ...(id !== null && { owner: portOwner(id) }) });
  for (const wanted of wantedOf(server.ports)) {
    const clash = look.clashOn(wanted);
    if (clash) return { message: clash.message, hint: wayOut(clash.taken) };
  }
  return null;
}

/** The port of a server is in its kit and in those of its sites: it cannot simply be another one. */
function wayOut({ kind, active }: TakenPort): string {
  const otherwise = 'or give the server another port in the project and provision again';
  if (kind === 'listener') return `End that program, ${otherwise}.`;
  if (kind === 'reservation') return `Release it among the ports of the host, ${otherwise}.`;
  return active
    ? `Stop that container, ${otherwise}.`
    : `Remove that container, which would want the port back, ${otherwise}.`;
}

/** Keeps the ports of a server that was deployed, and those only. Says in words why they are not kept. */
export async function keepPorts(
  { ports }: Pick<Parts, 'ports'>,
  engines: Engines,
  { id, hostId, ports: wanted, participant, projectName, type }: DeploymentRow,
): Promise<string | null> {
  const owner = portOwner(id);
  if (type !== 'server' || wanted.length === 0) {
    ports.releaseAll(owner);
    return null;
  }
  const purpose = `${participant} of ${projectName}`.slice(0, 120);
  const sparing = await sparingOwn(engines, { hostId, id, ports: wanted, listeners: false });
  try {
    await ports.reserve(hostId, wantedOf(wanted), { owner, purpose, sparing });
    // Those of a kit before are given up only now: what was kept stays so when the host does not answer.
    for (const each of ports.reservations(hostId))
      if (each.owner === owner && !wanted.includes(each.port)) ports.release(hostId, each);
    return null;
  } catch (error) {
    const known = toAppError(error);
    if (!known) throw error;
    return known.message;
  }
}

/** A host without an engine has no containers that could be its own. */
async function sparingOwn(
  engines: Engines,
  { hostId, id, listeners }: ServerPorts,
): Promise<(taken: TakenPort) => boolean> {
  const ours = id === null ? [] : await listOurs(engines, hostId).catch(() => []);
  const own = new Set(
    ours.filter(({ Labels }) => Labels[label.deployment] === id).map(({ Id: containerId }) => containerId),
  );
  return ({ kind, containerId }) =>
    (kind === 'listener' && !listeners) || (containerId !== null && own.has(containerId));
}
