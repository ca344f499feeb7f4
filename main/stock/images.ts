import type Docker from 'dockerode';
import type { Image, ImageDetail } from '../../preload/contract/images';
import { isPodman } from '../docker/api-version';
import { actionMs, type Engines, listMs } from '../docker/engines';
import { AppError, conflict, invalid } from '../errors';
import { parseReference, showReference } from './image-reference';
import { removeImage } from './remove-image';
import { assertUnused, isAtWork, listUsers, namedImage } from './users';
import { labelsOf, timeOf, withoutNone } from './views';

export interface OfImage {
  hostId: string;
  imageId: string;
}

/** Images by their ids: a tag may lead to another image by the time that something is done with it. */
export function createImages(engines: Engines) {
  const change = <T>(hostId: string, work: (docker: Docker, signal: AbortSignal) => Promise<T>): Promise<T> =>
    engines.ask(hostId, actionMs, work);

  return {
    list: ({ hostId }: { hostId: string }, until?: AbortSignal): Promise<Image[]> =>
      engines.ask(hostId, listMs, listImages, until),
    inspect: ({ hostId, imageId }: OfImage, until?: AbortSignal): Promise<ImageDetail> =>
      engines.ask(hostId, listMs, (docker) => inspectImage(docker, imageId), until),
    tag: ({ hostId, imageId, reference, move }: OfImage & { reference: string; move: boolean }) =>
      change(hostId, async (docker) => {
        const { repository, tag, digest } = parseReference(reference);
        if (digest !== null || tag === null)
          throw invalid('A tag is a name without a digest.', 'Leave out what begins with "@".');
        const shown = `${repository}:${tag}`;
        const holder = await idBehind(docker, shown);
        if (holder !== null && holder !== imageId && !move)
          throw new AppError('CONFLICT', `"${shown}" is the name of another image.`, {
            ...{ hint: 'Choose another name, or move this one here.', reason: 'tag-taken' },
          });
        await docker.getImage(imageId).tag({ repo: repository, tag });
        return { tag: shown };
      }),
    untag: ({ hostId, imageId, tag }: OfImage & { tag: string }) =>
      change(hostId, async (docker) => {
        const { RepoTags } = await docker.getImage(imageId).inspect();
        const shown = showReference(parseReference(tag));
        if (!RepoTags.includes(shown))
          throw conflict(`The image is no longer named "${shown}".`, 'Look at the list again.');
        if (RepoTags.length === 1)
          throw conflict('This is its last tag: the image would go with it.', 'Remove the image instead.');
        await docker.getImage(shown).remove();
        return { tag: shown };
      }),
    remove: ({ hostId, imageId, force }: OfImage & { force: boolean }) =>
      change(hostId, async (docker, signal) => {
        const [info, all, podman] = await Promise.all([
          docker.getImage(imageId).inspect(),
          listUsers(docker, signal),
          isPodman(docker),
        ]);
        const users = all.ofImage(namedImage({ ...info, Id: imageId }));
        // Podman keeps no container without its image: it would remove both.
        assertUnused('The image', force && !podman ? users.filter(isAtWork) : users);
        await removeImage(docker, imageId, force);
        return { imageId };
      }),
  };
}

async function listImages(docker: Docker, abortSignal: AbortSignal): Promise<Image[]> {
  const [all, users] = await Promise.all([
    docker.listImages({ abortSignal }),
    listUsers(docker, abortSignal),
  ]);
  return all.map((info) => ({
    ...{ id: info.Id, sizeBytes: info.Size, createdAt: info.Created * 1000 },
    tags: withoutNone(info.RepoTags),
    digests: withoutNone(info.RepoDigests),
    labels: labelsOf(info.Labels),
    usedBy: users.ofImage(namedImage(info)),
  }));
}

async function inspectImage(docker: Docker, imageId: string): Promise<ImageDetail> {
  const image = docker.getImage(imageId);
  const [info, steps] = await Promise.all([image.inspect(), image.history() as Promise<Step[]>]);
  const { Config: config } = info;
  const words = (value: string | string[] | null | undefined): string[] => [value ?? []].flat();
  return {
    platform: [info.Os, info.Architecture].filter(Boolean).join('/'),
    command: words(config?.Cmd),
    entrypoint: words(config?.Entrypoint),
    workingFolder: config?.WorkingDir ?? '',
    user: config?.User ?? '',
    ports: Object.keys(config?.ExposedPorts ?? {}),
    taggedAt: timeOf((info as { Metadata?: { LastTagTime?: string } }).Metadata?.LastTagTime),
    history: steps.map((step) => ({
      ...{ createdAt: step.Created * 1000, command: step.CreatedBy, comment: step.Comment },
      ...{ sizeBytes: step.Size, tags: withoutNone(step.Tags) },
    })),
  };
}

interface Step {
  Created: number;
  CreatedBy: string;
  Comment: string;
  Size: number;
  Tags: string[] | null;
}

async function idBehind(docker: Docker, name: string): Promise<string | null> {
  try {
    return (await docker.getImage(name).inspect()).Id;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return null;
    throw error;
  }
}
