import type Docker from 'dockerode';
import type { ContainerInfo, ImageInfo, NetworkInspectInfo } from 'dockerode';
import type { CleanUpEntry, CleanUpPlan, CleanUpRules } from '../../preload/contract/clean-up';
import type { Engines } from '../docker/engines';
import { type Belongs, fits, withoutParents } from './clean-up-rules';
import { type DiskUsage, readUsage, sizeOf, usageMs } from './disk-usage';
import { isBuiltIn } from './networks';
import { namedImage, toUser, type Users, usersAmong } from './users';
import { timeOf, withoutNone } from './views';
import { isAnonymous, listVolumes, type VolumeInfo } from './volumes';

interface Found extends CleanUpEntry {
  labels: Record<string, string> | null;
}

/** What an engine has. */
interface Stock {
  containers: ContainerInfo[];
  images: ImageInfo[];
  volumes: VolumeInfo[];
  networks: NetworkInspectInfo[];
  usage: DiskUsage;
  users: Users;
}

/** Looks for what the rules want on one host, and removes nothing. Ends with `until`. */
export function plan(
  { engines, belongs }: { engines: Engines; belongs: Belongs },
  { hostId, rules }: { hostId: string; rules: CleanUpRules },
  until?: AbortSignal,
): Promise<CleanUpPlan> {
  const work = async (docker: Docker, signal: AbortSignal): Promise<CleanUpPlan> => {
    const stock = await look(docker, signal);
    const found = [
      ...(rules.containers ? await stoppedContainers(docker, stock) : []),
      ...(rules.images === 'none' ? [] : await unusedImages(docker, stock, rules.images)),
      ...(rules.networks ? unusedNetworks(stock) : []),
      ...(rules.volumes === 'none' ? [] : unusedVolumes(stock, rules.volumes)),
      ...(rules.buildCache ? unusedCache(stock) : []),
    ];
    const now = Date.now();
    const entries: CleanUpEntry[] = [];
    const kept: CleanUpPlan['kept'] = [];
    for (const { labels, ...entry } of found) {
      const { kind, id, name } = entry;
      if (!fits(rules, { since: entry.since, labels }, now)) continue;
      if (kind !== 'build-cache' && belongs({ hostId, kind, id, name, labels: labels ?? {} }))
        kept.push({ kind, id, name });
      else entries.push(entry);
    }
    return { entries: withoutParents(entries, familyOf(stock)), kept };
  };
  return engines.ask(hostId, usageMs, work, until);
}

async function look(docker: Docker, abortSignal: AbortSignal): Promise<Stock> {
  const [containers, images, volumes, networks, usage] = await Promise.all([
    docker.listContainers({ all: true, abortSignal }),
    docker.listImages({ abortSignal }),
    listVolumes(docker, abortSignal),
    docker.listNetworks({ abortSignal }),
    readUsage(docker, abortSignal),
  ]);
  return { containers, images, volumes, networks, usage, users: usersAmong(containers) };
}

function stoppedContainers(docker: Docker, { containers, usage }: Stock): Promise<Found[]> {
  const sizes = new Map(usage.Containers.map(({ Id, SizeRw }) => [Id, SizeRw ?? 0]));
  const stopped = containers.filter(({ State }) => isStopped(State));
  return inTurns(stopped, async (info) => {
    return {
      ...{ kind: 'container', id: info.Id, name: toUser(info).name, detail: info.Image },
      ...{ sizeBytes: sizeOf(sizes.get(info.Id)), labels: info.Labels },
      since: stoppedAt(await docker.getContainer(info.Id).inspect()),
    };
  });
}

/** When it stopped; of one that never ran, when it was made. */
export const stoppedAt = ({
  State,
  Created,
}: {
  State: { FinishedAt: string };
  Created: string;
}): number | null => timeOf(State.FinishedAt) ?? timeOf(Created);

export const isStopped = (state: string): boolean => ['created', 'exited', 'dead'].includes(state);

/** As it is listed: its tags, or the start of its id. Also tells whether it is still what was planned. */
export const nameOfImage = ({
  Id,
  RepoTags,
}: {
  Id: string;
  RepoTags?: string[] | undefined | null;
}): string => withoutNone(RepoTags).toSorted().join(', ') || Id.replace('sha256:', '').slice(0, 12);

function unusedImages(
  docker: Docker,
  { images, users, usage }: Stock,
  which: 'dangling' | 'unused',
): Promise<Found[]> {
  const own = new Map(usage.Images.map(({ Id, Size, SharedSize }) => [Id, Size - Math.max(0, SharedSize)]));
  const unused = images.filter(
    (info) =>
      users.ofImage(namedImage(info)).length === 0 &&
      (which === 'unused' || withoutNone(info.RepoTags).length === 0),
  );
  return inTurns(unused, async (info) => {
    const { Metadata } = (await docker.getImage(info.Id).inspect()) as {
      Metadata?: { LastTagTime?: string };
    };
    const dangling = withoutNone(info.RepoTags).length === 0;
    return {
      ...{
        kind: 'image',
        id: info.Id,
        name: nameOfImage(info),
        detail: dangling ? 'Untagged' : 'Unused',
      },
      ...{ sizeBytes: sizeOf(own.get(info.Id)), labels: info.Labels },
      since: Math.max(info.Created * 1000, timeOf(Metadata?.LastTagTime) ?? 0),
    };
  });
}

/** Networks and volumes of a swarm or of a storage system may be used by other hosts: they are left alone. */
const unusedNetworks = ({ networks, users }: Stock): Found[] =>
  networks
    .filter(
      ({ Id, Name, Scope }) =>
        !isBuiltIn(Name) && Scope === 'local' && users.ofNetwork({ id: Id, name: Name }).length === 0,
    )
    .map((info) => ({
      ...{ kind: 'network', id: info.Id, name: info.Name, detail: info.Driver, sizeBytes: 0 },
      ...{ since: timeOf(info.Created), labels: info.Labels ?? null },
    }));

function unusedVolumes({ volumes, users, usage }: Stock, which: 'anonymous' | 'unused'): Found[] {
  const sizes = new Map(usage.Volumes.map(({ Name, UsageData }) => [Name, UsageData?.Size]));
  return volumes
    .filter((info) => info.Scope !== 'global' && users.ofVolume(info.Name).length === 0)
    .filter((info) => which === 'unused' || isAnonymous(info))
    .map((info) => ({
      ...{ kind: 'volume', id: info.Name, name: info.Name, detail: info.Driver },
      ...{ sizeBytes: sizeOf(sizes.get(info.Name)), since: timeOf(info.CreatedAt), labels: info.Labels },
    }));
}

/** What it shares with images stays with them, and its removal would free nothing. */
const unusedCache = ({ usage }: Stock): Found[] =>
  usage.BuildCache.filter(({ InUse, Shared }) => !InUse && !Shared).map((info) => ({
    ...{ kind: 'build-cache', id: info.ID, name: (info.Description || info.ID).slice(0, 300) },
    ...{ detail: info.Type ?? '', sizeBytes: sizeOf(info.Size), labels: null },
    since: timeOf(info.LastUsedAt) ?? timeOf(info.CreatedAt),
  }));

/** What is built on what. */
const familyOf = ({ images, usage }: Stock): { id: string; parents: string[] }[] => [
  ...images.map(({ Id, ParentId }) => ({ id: Id, parents: ParentId ? [ParentId] : [] })),
  ...usage.BuildCache.map(({ ID, Parent, Parents, ' Parents': spelt }) => ({
    id: ID,
    parents: Parents ?? spelt ?? (Parent ? [Parent] : []),
  })),
];

/** A few at once: each is a channel of the host's one connection. What is gone by then is left out. */
async function inTurns<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) {
      const result = await work(item).catch(ifGone);
      if (result !== null) results.push(result);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return results;
}

export function ifGone(error: unknown): null {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return null;
  throw error;
}
