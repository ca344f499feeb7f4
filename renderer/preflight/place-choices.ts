import type { Deployment } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import type { PreflightSearch } from './use-checks';

/** What there is to look from. */
export interface Places {
  hosts: Host[];
  deployments: Deployment[];
}

/** In the address: nobody says where the server is. */
export const unknownServer = 'none';

const here = '';

/** One place as a word of the list: nothing, a host, or a host and a container on it. */
export const choiceOf = ({ host, container }: PreflightSearch): string =>
  host === undefined ? here : container === undefined ? host : `${host} ${container}`;

/** What the address says of a place that was chosen. Directory and interpreter are those of the place before. */
export function searchOf(choice: string): Partial<PreflightSearch> {
  const [host, container] = choice.split(' ');
  return {
    ...{ directory: undefined, python: undefined },
    host: host || undefined,
    container: container || undefined,
  };
}

/** This machine, the hosts that are reached by SSH, and the containers that have a kit of this participant. */
export function placeChoices(
  { hosts, deployments }: Places,
  search: PreflightSearch,
  kit: KitSummary | null,
) {
  const its = deployments.filter(
    ({ projectId, participant }) => projectId === kit?.projectId && participant === kit.participant,
  );
  const nameOf = (hostId: string) => hosts.find(({ id }) => id === hostId)?.name ?? 'a host';
  const containers = its.flatMap(({ place }) =>
    place.kind === 'container' ? [{ host: place.hostId, container: place.name }] : [],
  );
  // One that was come with stays among the choices.
  if (search.host !== undefined && search.container !== undefined)
    containers.push({ host: search.host, container: search.container });
  const labels = new Map(
    containers.map((place) => [choiceOf(place), `Container ${place.container} on ${nameOf(place.host)}`]),
  );
  return [
    { value: here, label: 'This machine' },
    ...hosts.filter(({ kind }) => kind === 'ssh').map(({ id, name: label }) => ({ value: id, label })),
    ...[...labels].map(([value, label]) => ({ value, label })),
  ];
}

/** The host that the server of a kit's project runs on: as it was chosen, or where it is deployed. */
export function serverHostOf(
  kit: KitSummary,
  chosen: string | undefined,
  deployments: Deployment[],
): string | null {
  if (kit.type === 'server' || chosen === unknownServer) return null;
  const deployed = deployments.find(
    ({ projectId, type }) => projectId === kit.projectId && type === 'server',
  );
  return chosen ?? deployed?.place.hostId ?? null;
}
