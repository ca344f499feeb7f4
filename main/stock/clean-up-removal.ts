import type Docker from 'dockerode';
import type { Chosen } from '../../preload/contract/clean-up';
import { request } from '../docker/request';
import type { Belongs, Thing } from './clean-up-rules';
import { ifGone, isStopped, nameOfImage, stoppedAt } from './clean-up-plan';
import { removeImage } from './remove-image';
import { listUsers, namedImage, nameUsers } from './users';
import { timeOf } from './views';

/** What became of one entry; `kept` says why. */
export type Removal = { outcome: 'removed'; freedBytes: number | null } | { outcome: 'kept'; note: string };

interface Removing {
  docker: Docker;
  signal: AbortSignal;
  entry: Chosen;
  belongs: (labels: Record<string, string> | null | undefined) => boolean;
}

/**
 * Removes one thing, by id and without force, if it still is what was planned and nobody uses it by now. The
 * engine has the last word: it refuses what came into use in between.
 */
export async function removeEntry(
  docker: Docker,
  signal: AbortSignal,
  entry: Chosen,
  belongs: Belongs,
): Promise<Removal> {
  const { hostId, kind, id, name } = entry;
  const ofFederation = (labels: Record<string, string> | null | undefined): boolean =>
    kind !== 'build-cache' && belongs({ hostId, kind, id, name, labels: labels ?? {} } satisfies Thing);
  return removers[kind]({ docker, signal, entry, belongs: ofFederation });
}

const kept = (note: string): Removal => ({ outcome: 'kept', note });
const removed = ({ sizeBytes }: Chosen): Removal => ({ outcome: 'removed', freedBytes: sizeBytes });
const gone = kept('It was gone already.');
const ofFederation = kept('It belongs to a federation.');

const removers: Record<Chosen['kind'], (parts: Removing) => Promise<Removal>> = {
  async container({ docker, entry, belongs }) {
    const container = docker.getContainer(entry.id);
    const info = await container.inspect().catch(ifGone);
    if (!info) return gone;
    if (belongs(info.Config.Labels)) return ofFederation;
    if (!isStopped(info.State.Status)) return kept('It was started meanwhile.');
    if (stoppedAt(info) !== entry.since) return kept('It ran again since the plan.');
    await container.remove({ v: false, force: false });
    return removed(entry);
  },
  async image({ docker, signal, entry, belongs }) {
    const info = await docker.getImage(entry.id).inspect().catch(ifGone);
    if (!info) return gone;
    if (belongs(info.Config?.Labels)) return ofFederation;
    if (nameOfImage(info) !== entry.name) return kept('Its tags are others than planned.');
    const users = (await listUsers(docker, signal)).ofImage(namedImage({ ...info, Id: entry.id }));
    if (users.length > 0) return kept(`It is used by now: ${nameUsers(users)}.`);
    await removeImage(docker, entry.id, false);
    return removed(entry);
  },
  async network({ docker, signal, entry, belongs }) {
    const network = docker.getNetwork(entry.id);
    const info = await network.inspect().catch(ifGone);
    if (!info) return gone;
    if (belongs(info.Labels)) return ofFederation;
    const users = (await listUsers(docker, signal)).ofNetwork({ id: info.Id, name: info.Name });
    if (users.length > 0) return kept(`It is used by now: ${nameUsers(users)}.`);
    if (Object.keys(info.Containers ?? {}).length > 0) return kept('It is used by now.');
    await network.remove();
    return removed(entry);
  },
  async volume({ docker, signal, entry, belongs }) {
    const volume = docker.getVolume(entry.id);
    const info = await volume.inspect().catch(ifGone);
    if (!info) return gone;
    if (belongs(info.Labels)) return ofFederation;
    // Its name is its only id: another one may have it by now.
    if (timeOf((info as { CreatedAt?: string }).CreatedAt) !== entry.since)
      return kept('A newer volume has its name.');
    const users = (await listUsers(docker, signal)).ofVolume(entry.id);
    if (users.length > 0) return kept(`It is used by now: ${nameUsers(users)}.`);
    await volume.remove();
    return removed(entry);
  },
  async 'build-cache'({ docker, signal, entry }) {
    // An engine takes the id for a pattern: one that is none would match others.
    if (!/^[a-z0-9]{10,64}$/.test(entry.id))
      return kept('This is not the id of an entry of the build cache.');
    const filters = JSON.stringify({ id: [entry.id] });
    const path = '/build/prune';
    const answer = await request<{ CachesDeleted?: string[] | null; SpaceReclaimed?: number }>(docker, {
      ...{ method: 'POST', path, query: { all: 'true', filters }, signal },
    });
    if (!answer.CachesDeleted?.includes(entry.id)) return kept('It is in use, or others are built on it.');
    return { outcome: 'removed', freedBytes: answer.SpaceReclaimed ?? entry.sizeBytes };
  },
};
