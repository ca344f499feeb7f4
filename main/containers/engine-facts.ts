import type { Engine } from '../../preload/contract/containers';
import { readSpoken, remarkOn } from '../docker/api-version';
import { type Engines, listMs } from '../docker/engines';

export type EngineFacts = ReturnType<typeof createEngineFacts>;

/** An engine may be updated, and a virtual machine be given more memory. */
const staleMs = 5 * 60_000;

/** What the engine of each host is, which it is not asked for each time that somebody looks at its containers. */
export function createEngineFacts(engines: Engines) {
  const known = new Map<string, { at: number; engine: Engine }>();
  return {
    async of(hostId: string): Promise<Engine> {
      const before = known.get(hostId);
      if (before && Date.now() - before.at < staleMs) return before.engine;
      const engine = await readEngine(engines, hostId);
      known.set(hostId, { at: Date.now(), engine });
      return engine;
    },
    /** It has failed: it may come back as another one. */
    forget: (hostId: string): void => void known.delete(hostId),
  };
}

async function readEngine(engines: Engines, hostId: string): Promise<Engine> {
  const [info, versions] = await engines.ask(
    hostId,
    listMs,
    (docker) =>
      Promise.all([docker.info(), docker.version().catch(() => null)]) as Promise<
        [Record<string, unknown>, unknown]
      >,
  );
  const number = (value: unknown) => (typeof value === 'number' ? value : 0);
  const spoken = readSpoken(versions);
  return {
    product: spoken.product,
    version: String(info['ServerVersion'] ?? ''),
    cpus: number(info['NCPU']),
    memoryBytes: number(info['MemTotal']),
    remark: remarkOn(spoken),
  };
}
