import type { ContainerSpec, Repair } from '../../preload/contract/container-create';
import { invalid } from '../errors';
import { checkSpec } from './checks';
import { type Made, makeContainer } from './make';
import { readOffers } from './offers';
import type { CreateParts } from './parts';
import { type Candidate, choosePlace } from './placement';
import { type Repaired, repairContainer } from './repair';
import { type OfContainer, planRepair } from './repair-plan';

export type ContainerCreation = ReturnType<typeof createContainerCreation>;

/** New containers: what they can be made of, where they fit, what is in the way, and making them. */
export function createContainerCreation(parts: CreateParts) {
  /** Null where only the engine of the host can be asked. */
  const healthOf = (hostId: string, signal?: AbortSignal) => parts.health(hostId, signal).catch(() => null);
  const look = async (hostId: string, signal?: AbortSignal) => {
    const [offers, health] = await Promise.all([
      readOffers(parts.engines, hostId, signal),
      healthOf(hostId, signal),
    ]);
    return { offers, health };
  };
  const check = async (hostId: string, spec: ContainerSpec, signal?: AbortSignal) =>
    checkSpec(parts, { hostId, spec, ...(await look(hostId, signal)) }, signal);
  const askFor = async (hostId: string, spec: ContainerSpec, signal?: AbortSignal) => {
    const seen = await look(hostId, signal);
    const { checks } = await checkSpec(parts, { hostId, spec, ...seen }, signal);
    return { ...seen, checks };
  };

  return {
    async offers(hostId: string, signal?: AbortSignal) {
      const { offers, health } = await look(hostId, signal);
      return { ...offers, gpus: health?.gpus ?? [] };
    },
    check,
    async choose(spec: ContainerSpec, signal?: AbortSignal) {
      const candidates = parts.hostIds().map(async (hostId): Promise<Candidate> => ({
        ...{ hostId, name: parts.nameOf(hostId) },
        answer: await askFor(hostId, spec, signal).catch((error: unknown) => ({ error })),
      }));
      const seen = await Promise.all(candidates);
      signal?.throwIfAborted();
      return choosePlace(spec, seen);
    },
    /** @throws AppError INVALID with the first thing that is in the way; what `makeContainer` throws */
    async create(hostId: string, spec: ContainerSpec): Promise<Made> {
      const offers = await readOffers(parts.engines, hostId);
      const health = spec.gpus.kind === 'none' ? null : await healthOf(hostId);
      // Its ports are looked at when they are kept.
      const { checks } = await checkSpec(parts, { hostId, spec: { ...spec, ports: [] }, offers, health });
      const wrong = checks.find(({ state }) => state === 'failed');
      if (wrong) throw invalid(wrong.message, wrong.hint);
      try {
        return await makeContainer(parts, hostId, spec);
      } finally {
        parts.changed(hostId);
      }
    },
    repairPlan: (of: OfContainer, signal?: AbortSignal) => planRepair(parts, of, signal),
    async repair(of: OfContainer, change: Repair): Promise<Repaired> {
      try {
        return await repairContainer(parts, of, change);
      } finally {
        parts.changed(of.hostId);
      }
    },
    secrets: parts.secrets.list,
    setSecret: parts.secrets.set,
  };
}
