import type { Deployment, DeploymentState } from '../../preload/contract/deployments';
import { isRunning } from './words';

export interface Served {
  server: Deployment;
  /** Sites that are connected to it and are not among the chosen ones; null when that is not known. */
  sites: number | null;
}

/** How a deployment is as its host said it just now; null when nobody has looked lately. */
export type LookAt = (deployment: Deployment) => DeploymentState | null;

/** The chosen servers that sites may count on which are not chosen themselves. */
export function servedBy(chosen: Deployment[], lookAt: LookAt): Served[] {
  return chosen.flatMap((server): Served[] => {
    if (server.type !== 'server' || !isRunning(server)) return [];
    const state = lookAt(server);
    // Of what nothing watches over no count is heard, and of a long log that a container has written not all is read.
    // Elsewhere there is none before the first site has come.
    const isPartlyHeard = state?.phase === 'stray' || server.place.kind === 'container';
    const unheard = isPartlyHeard && state?.sites === null;
    if (state === null || state.phase === 'unreachable' || unheard) return [{ server, sites: null }];
    const along = chosen.filter(
      (each) =>
        each.type === 'client' && each.projectId === server.projectId && lookAt(each)?.phase === 'ready',
    );
    const sites = (state.sites ?? 0) - along.length;
    return sites > 0 ? [{ server, sites }] : [];
  });
}

/** What a person is asked before servers that are in use, or kits of someone else, go down; null where none is. */
export function questionFor(
  chosen: Deployment[],
  verb: 'Stop' | 'Restart',
  lookAt: LookAt,
): { title: string; text: string; confirmLabel: string; danger: boolean } | null {
  const others = chosen.filter(
    (each) => isRunning(each) && (lookAt(each) ?? each.state)?.kitThere === 'other',
  );
  const served = servedBy(chosen, lookAt);
  const about = [
    ...(others.length > 0 ? [`${verb} what someone else has put there?`, othersText(others)] : []),
    ...(served.length > 0 ? [`${verb} ${servedTitle(served)}?`, servedText(served)] : []),
  ];
  const [title, ...text] = about;
  if (title === undefined) return null;
  return { title, text: text.join(' '), confirmLabel: verb, danger: verb === 'Stop' };
}

const othersText = ([first, ...more]: Deployment[]): string =>
  more.length === 0
    ? `The kit of ${first?.participant} on ${first?.hostName} is not the one that was sent from here.`
    : `${more.length + 1} of them have another kit than the one that was sent from here.`;

function servedTitle(served: Served[]): string {
  const [first, ...others] = served;
  const who = others.length === 0 ? first?.server.participant : `${others.length + 1} servers`;
  const sites = countSites(served);
  if (sites === 0) return `${who}`;
  const least = served.some((each) => each.sites === null) ? 'at least ' : '';
  return `${who} while ${least}${sites === 1 ? '1 site is' : `${sites} sites are`} connected`;
}

function servedText(served: Served[]): string {
  const sites = countSites(served);
  const servers = served.length === 1 ? 'the server is' : 'the servers are';
  return [
    ...(sites === 0 ? ['How many sites are connected is not known here.'] : []),
    `Jobs that run there are ended. ${sites === 1 ? 'The site goes' : 'The sites go'} on trying to connect until ${servers} back.`,
  ].join(' ');
}

/** As far as it is known. */
const countSites = (served: Served[]): number => served.reduce((sum, { sites }) => sum + (sites ?? 0), 0);
