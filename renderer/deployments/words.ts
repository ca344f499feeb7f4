import { type Deployment, type Phase, type Place, runningPhases } from '../../preload/contract/deployments';
import type { StatusState } from '../ui/status';

interface Words {
  state: StatusState;
  label: string;
}

const siteWords: Record<Phase, Words> = {
  stopped: { state: 'off', label: 'Stopped' },
  starting: { state: 'running', label: 'Waiting for the server' },
  ready: { state: 'ok', label: 'Registered' },
  lost: { state: 'attention', label: 'Server lost, trying again' },
  ended: { state: 'failed', label: 'Ended by itself' },
  missing: { state: 'failed', label: 'Not there any more' },
  stray: { state: 'failed', label: 'Runs unwatched' },
  unreachable: { state: 'stale', label: 'Not reachable' },
};

const serverWords: Partial<Record<Phase, Words>> = {
  starting: { state: 'running', label: 'Starting' },
  ready: { state: 'ok', label: 'Running' },
};

/** How a deployment is, as a status. A server runs, a site is registered, an admin's kit lies there. */
export function stateOf({ state, type, taskId }: Pick<Deployment, 'state' | 'type' | 'taskId'>): Words {
  if (taskId !== null) return { state: 'running', label: 'Being changed' };
  if (state === null) return { state: 'stale', label: 'Not looked at yet' };
  if (type === 'admin' && state.phase === 'stopped') return { state: 'ok', label: 'In place' };
  return (type === 'server' ? serverWords[state.phase] : undefined) ?? siteWords[state.phase];
}

export const isRunning = ({ state }: Pick<Deployment, 'state'>): boolean =>
  state !== null && runningPhases.includes(state.phase);

/** An admin's kit has nothing to start. */
export const canStart = (deployment: Deployment): boolean =>
  deployment.type !== 'admin' && !isRunning(deployment) && deployment.state?.phase !== 'missing';

export const describePlace = (place: Place): string =>
  place.kind === 'host' ? place.directory : `Container ${place.name}`;

const collator = new Intl.Collator('en', { numeric: true });
const ranks: Record<Deployment['type'], number> = { server: 0, relay: 1, client: 2, admin: 3 };

/** By project, the server of each first, and site-2 before site-10. */
export const inOrder = <T extends Pick<Deployment, 'projectName' | 'type' | 'participant'>>(
  some: readonly T[],
): T[] =>
  some.toSorted(
    (a, b) =>
      collator.compare(a.projectName, b.projectName) ||
      ranks[a.type] - ranks[b.type] ||
      collator.compare(a.participant, b.participant),
  );

/** What is before the last part of a place, and that part. */
export function endOf(place: string): [before: string, end: string] {
  const cut = Math.max(place.search(/[/ ][^/ ]*$/), 0);
  return [place.slice(0, cut), place.slice(cut)];
}

const kitWords: Record<Deployment['kit'], Words> = {
  current: { state: 'ok', label: 'Current' },
  older: { state: 'attention', label: 'Older' },
  gone: { state: 'attention', label: 'Not kept here' },
};

/** Which kit is there: what is kept in mind of it is not true any more when someone else has been there. */
export function describeKit({ kit, state }: Pick<Deployment, 'kit' | 'state'>): Words {
  if (state?.kitThere === 'other') return { state: 'attention', label: "Someone else's" };
  if (state?.kitThere === 'none') return { state: 'failed', label: 'Removed' };
  return kitWords[kit];
}

/** Of the kit that is there; null when that is not known. */
export const runOf = ({ kitId, runNumber, state }: Pick<Deployment, 'kitId' | 'runNumber' | 'state'>) =>
  kitId === '' || (state && state.kitThere !== 'sent') ? null : `run ${runNumber}`;

/** Whether the kit that it should have is not the one that is there. */
export const wantsKit = ({
  kit,
  state,
  currentKit,
}: Pick<Deployment, 'kit' | 'state' | 'currentKit'>): boolean =>
  currentKit !== null && (kit !== 'current' || (state !== null && state.kitThere !== 'sent'));

const either = new Intl.ListFormat('en', { type: 'disjunction' });

/** What to do about what is told of it in words, as far as it can be done: wherever that is said, it is the same. */
export function wayOut({ state, currentKit }: Pick<Deployment, 'state' | 'currentKit'>): string | null {
  const anew = either.format([
    ...(currentKit ? ['send its kit again'] : []),
    ...((state?.previous.length ?? 0) > 0 ? ['put one of before back'] : []),
    'take it off the list',
  ]);
  if (state?.kitThere === 'other' && state.phase !== 'missing' && state.phase !== 'stray')
    return `${currentKit ? 'Send your kit if the place is yours: the other one is kept beside it. Otherwise take' : 'Take'} this off the list.`;
  if (state?.phase === 'stray')
    return `Stop it, which ends these processes. Then ${state.kitThere === 'sent' ? 'start it again' : anew}.`;
  if (state?.phase === 'missing') return `${anew.charAt(0).toUpperCase()}${anew.slice(1)}.`;
  return state?.phase === 'ended' ? 'Start it again.' : null;
}

export const typeWords: Record<Deployment['type'], string> = {
  server: 'Server',
  relay: 'Relay',
  client: 'Site',
  admin: 'Admin',
};

/** The first line of the page: is it all right, and if not, how many are not? */
export function summarise(deployments: Deployment[]): Words {
  const some = deployments.filter(({ type }) => type !== 'admin');
  const up = some.filter(({ state }) => state?.phase === 'ready').length;
  const bad = some.filter((each) => stateOf(each).state === 'failed').length;
  const lost = some.filter((each) => stateOf(each).state === 'attention').length;
  const unseen = some.filter((each) => stateOf(each).state === 'stale').length;
  if (bad > 0) return { state: 'failed', label: `${bad} of ${some.length} not right` };
  if (lost > 0) return { state: 'attention', label: `${lost} of ${some.length} without a server` };
  if (unseen > 0) return { state: 'stale', label: `${unseen} of ${some.length} not seen` };
  // What turns is on its way: a site that someone has stopped may stay so for weeks.
  const onTheWay = some.some((each) => stateOf(each).state === 'running');
  if (up === 0 && !onTheWay) return { state: 'off', label: 'Nothing runs' };
  const all = up === some.length ? 'ok' : 'off';
  return { state: onTheWay ? 'running' : all, label: `${up} of ${some.length} up` };
}

export const countKits = (count: number): string => `${count} ${count === 1 ? 'kit' : 'kits'}`;

/** A name as a part of a path or of a container's name. */
export const asPart = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9._@-]+/g, '-').replace(/^[.-]+/, '');

export const defaultDirectory = (project: string, participant: string): string =>
  `~/fedwright/${asPart(project)}/${asPart(participant)}`;

export const defaultContainer = (project: string, participant: string): string =>
  `${asPart(project)}-${asPart(participant)}`.replaceAll('@', '-');
