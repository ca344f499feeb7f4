import type Docker from 'dockerode';
import { withoutNone } from './views';

/**
 * Removes an image by its id, with all of its tags. An engine wants `force` for one with several tags and would
 * then remove it from under stopped containers as well: the caller looks for users right before.
 */
export async function removeImage(docker: Docker, id: string, force: boolean): Promise<void> {
  const image = docker.getImage(id);
  const { RepoTags, RepoDigests } = await image.inspect();
  const names = withoutNone(RepoTags).length + withoutNone(RepoDigests).length;
  await image.remove({ force: force || names > 1 });
}
