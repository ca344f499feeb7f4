import type Docker from 'dockerode';
import type { ContainerInfo } from 'dockerode';
import type { User } from '../../preload/contract/images';
import { conflict } from '../errors';

/** What the containers of an engine use, running or not. */
export interface Users {
  /** By id. */
  ofImage(id: string): User[];
  ofVolume(name: string): User[];
  ofNetwork(network: { id: string; name: string }): User[];
}

export const isAtWork = ({ state }: User): boolean =>
  state !== 'created' && state !== 'exited' && state !== 'dead';

export const toUser = (info: ContainerInfo): User => ({
  ...{ id: info.Id, state: info.State },
  name: (info.Names[0] ?? '').replace(/^\//, '') || info.Id.slice(0, 12),
});

export function usersAmong(containers: ContainerInfo[]): Users {
  const those = (uses: (info: ContainerInfo) => boolean): User[] => containers.filter(uses).map(toUser);
  return {
    ofImage: (id) => those(({ ImageID }) => ImageID === id),
    ofVolume: (volume) => those(({ Mounts }) => (Mounts ?? []).some(({ Name }) => Name === volume)),
    // A container that was never started is in a network by its name only.
    ofNetwork: ({ id, name }) =>
      those(({ NetworkSettings }) =>
        Object.entries(NetworkSettings?.Networks ?? {}).some(([its, { NetworkID }]) =>
          NetworkID ? NetworkID === id : its === name || its === id,
        ),
      ),
  };
}

export const listUsers = async (docker: Docker, abortSignal: AbortSignal): Promise<Users> =>
  usersAmong(await docker.listContainers({ all: true, abortSignal }));

/** `"a", "b" and 3 more`. */
export function nameUsers(users: User[]): string {
  const shown = users
    .slice(0, 3)
    .map(({ name }) => `"${name}"`)
    .join(', ');
  return users.length > 3 ? `${shown} and ${users.length - 3} more` : shown;
}

/** @throws AppError CONFLICT that says who uses it */
export function assertUnused(what: string, users: User[]): void {
  if (users.length === 0) return;
  throw conflict(
    `${what} is used by ${users.length === 1 ? 'the container' : `${users.length} containers:`} ${nameUsers(users)}.`,
    users.length === 1 ? 'Remove that container first.' : 'Remove those containers first.',
  );
}
