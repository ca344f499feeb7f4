import type Docker from 'dockerode';
import { isPodman } from '../docker/api-version';
import { withoutNone } from './views';

/**
 * Removes an image by its id, with all of its tags. An engine wants `force` for one with several tags and would
 * then remove it from under stopped containers as well: the caller looks for users right before. Podman would remove
 * those containers, running ones too: there each name goes by itself, and the image with the last.
 */
export async function removeImage(docker: Docker, id: string, force: boolean): Promise<void> {
  const image = docker.getImage(id);
  const [{ RepoTags, RepoDigests }, podman] = await Promise.all([image.inspect(), isPodman(docker)]);
  if (podman) {
    const tags = withoutNone(RepoTags);
    for (const name of tags.length > 0 ? tags : [id]) await docker.getImage(name).remove({ force: false });
    return;
  }
  const names = withoutNone(RepoTags).length + withoutNone(RepoDigests).length;
  await image.remove({ force: force || names > 1 });
}
