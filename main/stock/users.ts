import type Docker from 'dockerode';
import type { ContainerInfo } from 'dockerode';
import type { User } from '../../preload/contract/images';
import { conflict } from '../errors';
import { withoutNone } from './views';

/** An image, and every name by which it can be asked for; `digests` are like `registry.example.org/site@sha256:…`. */
interface NamedImage {
  id: string;
  tags: readonly string[];
  digests: readonly string[];
}

/** @param Id as an engine lists or tells an image */
export const namedImage = ({
  Id,
  RepoTags,
  RepoDigests,
}: {
  Id: string;
  RepoTags?: string[] | null | undefined;
  RepoDigests?: string[] | null | undefined;
}): NamedImage => ({ id: Id, tags: withoutNone(RepoTags), digests: withoutNone(RepoDigests) });

/** What the containers of an engine use, running or not. */
export interface Users {
  /** Those that are made of it, and those that mount it. */
  ofImage(image: NamedImage): User[];
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
    ofImage: (image) =>
      those(
        ({ ImageID, Mounts }) =>
          ImageID === image.id ||
          (Mounts ?? []).some(({ Type, Name }) => Type === 'image' && isNameOf(image, Name ?? '')),
      ),
    ofVolume: (volume) =>
      those(({ Mounts }) => (Mounts ?? []).some(({ Type, Name }) => Type !== 'image' && Name === volume)),
    // A container that was never started is in a network by its name only. Podman writes the name for the id, too.
    ofNetwork: ({ id, name }) =>
      those(({ NetworkSettings }) =>
        Object.entries(NetworkSettings?.Networks ?? {}).some(([its, { NetworkID }]) =>
          NetworkID && NetworkID !== its ? NetworkID === id : its === name || its === id,
        ),
      ),
  };
}

/** From Docker 28 on an image can be mounted, under whatever name it was asked for by. */
function isNameOf({ id, tags, digests }: NamedImage, name: string): boolean {
  if (name === '') return false;
  // A digest is of one image, wherever it was fetched from; with it a tag does not count.
  const at = name.indexOf('@');
  if (at >= 0) return id === name.slice(at + 1) || digests.some((each) => each.endsWith(name.slice(at)));
  const short = name.replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  return (
    [name, `${name}:latest`, short, `${short}:latest`].some((each) => tags.includes(each)) ||
    (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(name) && id.startsWith(`sha256:${name.replace('sha256:', '')}`))
  );
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
