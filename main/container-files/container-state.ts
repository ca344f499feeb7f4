import type Docker from 'dockerode';
import type { Engines } from '../docker/engines';
import { listMs } from '../docker/engines';
import { argvOf } from './words';
import { type InContainer, runIn } from './exec';

/** How long it is believed that a container has the programs, or that it has not. */
const believedMs = 5 * 60_000;
const systems = ['/proc', '/sys', '/dev'];

export interface ContainerState extends InContainer {
  name: string;
  running: boolean;
  /** Where its own programs begin. */
  home: Buffer;
  /** Folders in which an engine puts nothing that anybody could see. */
  inMemory: string[];
}

/** @throws AppError NOT_FOUND */
export async function readState(
  engines: Engines,
  { hostId, containerId, signal }: Omit<InContainer, 'engines'>,
): Promise<ContainerState> {
  const look = (docker: Docker) => docker.getContainer(containerId).inspect();
  const info = await engines.ask(hostId, listMs, look, signal);
  const mounts = (info.Mounts ?? []).flatMap(({ Type, Destination }) =>
    (Type as string) === 'tmpfs' ? [Destination] : [],
  );
  return {
    ...{ engines, hostId, containerId, signal, name: info.Name.replace(/^\//, '') },
    running: info.State.Running && !info.State.Paused && !info.State.Restarting,
    home: Buffer.from(info.Config.WorkingDir || '/'),
    inMemory: [...Object.keys((info.HostConfig.Tmpfs as object | undefined) ?? {}), ...mounts, ...systems],
  };
}

/** Knows which containers have the programs that files are looked at with. */
export function createProgramCheck() {
  const known = new Map<string, { has: boolean; until: number }>();
  return {
    async has(of: InContainer): Promise<boolean> {
      const before = known.get(of.containerId);
      if (before && before.until > Date.now()) return before.has;
      const probe = argvOf(
        ['find'],
        [Buffer.from('/')],
        ['-maxdepth', '0', '-exec', 'stat', '-c', '%f', '{}', '+'],
      );
      const { code, stdout } = await runIn(of, probe);
      const has = code === 0 && /^[0-9a-f]+\n$/.test(stdout.toString());
      this.set(of, has);
      return has;
    },
    set: (of: InContainer, has: boolean): void =>
      void known.set(of.containerId, { has, until: Date.now() + believedMs }),
  };
}
