import type Docker from 'dockerode';
import { type Engines, listMs } from '../docker/engines';

export interface Offers {
  /** Every name and id by which an image can be asked for. */
  images: string[];
  volumes: string[];
  networks: string[];
  names: string[];
  cpus: number;
  memoryBytes: number;
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** What an engine has to make a container with. @throws AppError when it does not answer */
export const readOffers = (engines: Engines, hostId: string, signal?: AbortSignal): Promise<Offers> =>
  engines.ask(hostId, listMs, readFrom, signal);

async function readFrom(docker: Docker, abortSignal: AbortSignal): Promise<Offers> {
  const [images, volumes, networks, containers, info] = await Promise.all([
    docker.listImages({ abortSignal }),
    docker.listVolumes({ abortSignal }),
    docker.listNetworks({ abortSignal }),
    docker.listContainers({ all: true, abortSignal }),
    docker.info() as Promise<Record<string, unknown>>,
  ]);
  return {
    images: images
      .flatMap(({ RepoTags, Id }) => {
        const tags = (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
        return tags.length > 0 ? tags : [Id];
      })
      .toSorted(),
    volumes: volumes.Volumes.map(({ Name }) => Name).toSorted(),
    networks: networks.map(({ Name }) => Name).toSorted(),
    names: containers.flatMap(({ Names }) => Names.map((name) => name.replace(/^\//, ''))),
    cpus: number(info['NCPU']),
    memoryBytes: number(info['MemTotal']),
  };
}

/** As an engine reads a name of an image: without a tag it is `latest`. */
export function hasImage({ images }: Offers, wanted: string): boolean {
  const short = /^(?:sha256:)?([0-9a-f]{12,64})$/.exec(wanted)?.[1];
  if (short) return images.some((each) => each === wanted || each.startsWith(`sha256:${short}`));
  const tagged = /:[^/]*$|@/.test(wanted) ? wanted : `${wanted}:latest`;
  const plain = (name: string) => name.replace(/^docker\.io\/(?:library\/)?/, '');
  return images.some((each) => plain(each) === plain(tagged));
}
