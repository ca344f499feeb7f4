import type { ContainerSpec, HostFit } from '../../preload/contract/container-create';
import { toAppError } from '../errors';
import { findFit, type Health } from './fit';
import type { Offers } from './offers';

/** What one host answered. */
export interface Candidate {
  hostId: string;
  name: string;
  answer: { offers: Offers; health: Health | null } | { error: unknown };
}

/**
 * The host that fits best: of those that have all that is asked for, the one with the most free memory beside what
 * the container may use, then with the least load for each core. Says why it was chosen, and why the others were not.
 */
export function choosePlace(
  spec: ContainerSpec,
  candidates: Candidate[],
): { chosen: string | null; hosts: HostFit[] } {
  const seen = candidates.map((each) => ({ ...each, ...judge(spec, each) }));
  const [best, ...rest] = seen
    .filter(({ fits }) => fits)
    .toSorted((a, b) => b.free - a.free || a.load - b.load);
  const words = (each: (typeof seen)[number]): string[] => {
    if (!each.fits) return each.reasons;
    if (each === best) return [rest.length > 0 ? `It fits best: ${each.has}.` : `Only it fits: ${each.has}.`];
    return [`It would fit: ${each.has}. "${best?.name}" has more to give.`];
  };
  return {
    chosen: best?.hostId ?? null,
    hosts: seen.map((each) => ({
      ...{ hostId: each.hostId, name: each.name, fits: each.fits, reasons: words(each) },
    })),
  };
}

function judge(spec: ContainerSpec, { answer }: Candidate) {
  const nothing = { free: 0, load: 0, has: '' };
  if ('error' in answer)
    return { ...nothing, fits: false, reasons: [toAppError(answer.error)?.message ?? 'It does not answer.'] };
  const { offers, health } = answer;
  // More memory than is free can be promised by hand; nobody wants it chosen by itself.
  const against = findFit(spec, offers, health).filter(
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
    ...{ fits: against.length === 0, reasons: against.map(({ message }) => message), has },
    free: (free ?? 0) - (spec.memoryBytes ?? 0),
    load: (load ?? 0) / Math.max(1, offers.cpus),
  };
}
