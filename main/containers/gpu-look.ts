import type { Container, Gpu, GpuShare } from '../../preload/contract/containers';
import { isPodman } from '../docker/api-version';
import { type Engines, listMs } from '../docker/engines';
import type { HostAccess } from '../hosts/host-access';
import { addShares, type GpuReport, gpuScript, readGpuReport } from './gpu-report';
import { inTurns } from './in-turns';
import { abortable } from '../process/abortable';

export interface GpuLook {
  /** None: the host has none, or cannot be asked. */
  gpus: Gpu[];
  /** By container; null while it is not known. */
  shares: ReadonlyMap<string, GpuShare[]> | null;
}

/** Without the driver's command on the host it is looked for again after this time. */
const againMs = 10 * 60_000;
/** After it could not be asked at all. */
const retryMs = 60_000;
/** Ids of processes are used again. */
const ownerStaleMs = 60_000;
const none: GpuLook = { gpus: [], shares: null };

/**
 * Looks which container of one host uses how much of which GPU: the driver tells processes, the engine which ones
 * belong to a container. The latter it is asked only for processes that are new.
 */
export function createGpuLook(parts: {
  access: Pick<HostAccess, 'exec' | 'need'>;
  engines: Engines;
  hostId: string;
}) {
  const { access, hostId } = parts;
  const owners = new Map<number, { at: number; containerId: string | null }>();
  let last: Gpu[] = [];
  /** Not before this time. */
  let nextAt = 0;

  async function report(signal: AbortSignal): Promise<GpuReport> {
    // A session may be long in coming, which the time of the command does not count.
    const ending = AbortSignal.any([signal, AbortSignal.timeout(listMs)]);
    const options = { signal: ending, timeoutMs: listMs };
    const { stdout } = await abortable(access.exec(hostId, ['sh', '-c', gpuScript], options), ending);
    return readGpuReport(stdout.toString('utf8'));
  }
  async function learnOwners(pids: number[], containers: Container[], signal: AbortSignal): Promise<void> {
    const now = Date.now();
    for (const pid of owners.keys()) if (!pids.includes(pid)) owners.delete(pid);
    if (pids.every((pid) => now - (owners.get(pid)?.at ?? 0) < ownerStaleMs)) return;
    const running = containers.filter(({ state }) => state === 'running' || state === 'paused');
    const column = (await parts.engines.ask(hostId, listMs, isPodman)) ? 'HPID' : 'PID';
    const found = await inTurns(running, signal, ({ id }) => readPids(parts.engines, { hostId, id, column }));
    const all = new Map(found.flatMap((ids, index) => ids.map((pid) => [pid, running[index]?.id] as const)));
    for (const pid of pids) owners.set(pid, { at: now, containerId: all.get(pid) ?? null });
  }

  return async (containers: Container[], signal: AbortSignal): Promise<GpuLook> => {
    // An engine that is reached by TLS alone has no shell beside it.
    if (access.need(hostId).kind === 'docker-tls') return none;
    if (Date.now() < nextAt) return { gpus: last, shares: null };
    try {
      const { gpus, uses } = await report(signal);
      if (gpus.length === 0) {
        // A driver that was there a moment ago may only be busy.
        nextAt = Date.now() + (last.length > 0 ? retryMs : againMs);
        last = [];
        return none;
      }
      last = gpus;
      await learnOwners([...uses.keys()], containers, signal);
      const shares = new Map<string, GpuShare[]>();
      for (const [pid, used] of uses) {
        const id = owners.get(pid)?.containerId;
        if (id) shares.set(id, addShares([...(shares.get(id) ?? []), ...used]));
      }
      return { gpus, shares };
    } catch {
      // A host that is gone is found out by the list; one that is slow is asked again in the next round.
      nextAt = Date.now() + retryMs;
      return { gpus: last, shares: null };
    }
  };
}

/** What the ids of processes are asked by. Podman would give those that they have in the container for the usual one. */
const wordsFor = { PID: '-eo pid', HPID: 'hpid' } as const;

/** Of the processes in a container, as its host counts them. */
async function readPids(
  engines: Engines,
  { hostId, id, column: name }: { hostId: string; id: string; column: keyof typeof wordsFor },
): Promise<number[]> {
  try {
    const { Titles, Processes } = await engines.ask<{ Titles: string[]; Processes: string[][] | null }>(
      hostId,
      listMs,
      (docker) => docker.getContainer(id).top({ ps_args: wordsFor[name] }),
    );
    const column = Titles.indexOf(name);
    return (Processes ?? []).map((row) => Number(row[column]));
  } catch {
    // It ended since the list was made.
    return [];
  }
}
