import type { ContainerSpec, CreateCheck, HostFit } from '../../preload/contract/container-create';
import { toAppError } from '../errors';
import type { Health } from './fit';
import type { Offers } from './offers';

/** What one host answered. */
export interface Candidate {
  hostId: string;
  name: string;
  answer: { offers: Offers; health: Health | null; checks: CreateCheck[] } | { error: unknown };
}

/**
 * The host that fits best: of those where nothing is in the way, the one with the most free memory beside what the
 * container may use, then with the least load for each core. Where something is in the way on each, the one that has
 * room and the least in its way: what is missing can be made good there, such as a port, a path or the image. Says why
 * it was chosen, and why the others were not.
 */
export function choosePlace(
  spec: ContainerSpec,
  candidates: Candidate[],
): { chosen: string | null; hosts: HostFit[] } {
  const seen = candidates.map((each) => ({ ...each, ...judge(spec, each) }));
  const [best] = seen
    .filter(({ hasRoom }) => hasRoom)
    .toSorted((a, b) => a.against.length - b.against.length || b.free - a.free || a.load - b.load);
  const fitting = seen.filter(({ fits }) => fits);
  const words = (each: (typeof seen)[number]): string[] => {
    if (each !== best) return each.fits ? [beside(each.has, best?.name)] : each.against;
    if (!each.fits) return [`It has the room (${each.has}), but something is in the way:`, ...each.against];
    return [fitting.length > 1 ? `It fits best: ${each.has}.` : `Only it fits: ${each.has}.`];
  };
  return {
    chosen: best?.hostId ?? null,
    hosts: seen.map((each) => ({
      ...{ hostId: each.hostId, name: each.name, fits: each.fits, reasons: words(each) },
    })),
  };
}

const beside = (has: string, chosen: string | undefined): string =>
  `It would fit: ${has}. "${chosen}" has more to give.`;

/** What a host has or has not, whatever a person does. */
const ofRoom: readonly CreateCheck['about'][] = ['cpu', 'memory', 'gpu'];

function judge(spec: ContainerSpec, { answer }: Candidate) {
  if ('error' in answer) {
    const against = [toAppError(answer.error)?.message ?? 'It does not answer.'];
    return { free: 0, load: 0, has: '', fits: false, hasRoom: false, against };
  }
  const { offers, health, checks } = answer;
  // More memory than is free can be promised by hand; nobody wants it chosen by itself.
  const against = checks.filter(
    ({ state, about }) => state === 'failed' || (state === 'attention' && about === 'memory'),
  );
  const free = health?.memory?.availableBytes ?? null;
  const load = health?.load ?? null;
  const has = [
    free === null
      ? 'how much memory is free is not known'
      : `${(free / 1e9).toFixed(1)} GB of memory are free`,
    `${offers.cpus} ${offers.cpus === 1 ? 'core' : 'cores'}${load === null ? '' : ` with a load of ${load}`}`,
    ...(health && health.gpus.length > 0 ? [`${health.gpus.length} GPUs`] : []),
  ].join(', ');
  return {
    ...{ fits: against.length === 0, against: against.map(({ message }) => message), has },
    hasRoom: against.every(({ about }) => !ofRoom.includes(about)),
    free: (free ?? 0) - (spec.memoryBytes ?? 0),
    load: (load ?? 0) / Math.max(1, offers.cpus),
  };
}
