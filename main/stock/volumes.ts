import type Docker from 'dockerode';
import type { Volume } from '../../preload/contract/volumes';
import { actionMs, type Engines, listMs } from '../docker/engines';
import { conflict } from '../errors';
import { readUsage, sizeOf, usageMs } from './disk-usage';
import { assertUnused, listUsers, type Users } from './users';
import { labelsOf, timeOf } from './views';

type Pairs = { name: string; value: string }[];
const asObject = (pairs: Pairs): Record<string, string> =>
  Object.fromEntries(pairs.map(({ name, value }) => [name, value]));

export function createVolumes(engines: Engines) {
  return {
    list: ({ hostId }: { hostId: string }, until?: AbortSignal): Promise<Volume[]> =>
      engines.ask(hostId, listMs, listAll, until),
    sizes: ({ hostId }: { hostId: string }, until?: AbortSignal) =>
      engines.ask(hostId, usageMs, readSizes, until),
    create: (input: { hostId: string; name: string; driver: string; options: Pairs; labels: Pairs }) =>
      engines.ask(input.hostId, actionMs, async (docker, signal) => {
        // An engine gives back the volume that is there, with its own driver and labels.
        if ((await listVolumes(docker, signal)).some(({ Name }) => Name === input.name))
          throw conflict(`There is a volume named "${input.name}" already.`, 'Choose another name.');
        await docker.createVolume({
          ...{ Name: input.name, Driver: input.driver },
          ...{ DriverOpts: asObject(input.options), Labels: asObject(input.labels) },
        });
        return { name: input.name };
      }),
    remove: ({ hostId, name }: { hostId: string; name: string }) =>
      engines.ask(hostId, actionMs, async (docker, signal) => {
        assertUnused(`The volume "${name}"`, (await listUsers(docker, signal)).ofVolume(name));
        await docker.getVolume(name).remove();
        return { name };
      }),
  };
}

async function listAll(docker: Docker, signal: AbortSignal): Promise<Volume[]> {
  const [found, users] = await Promise.all([listVolumes(docker, signal), listUsers(docker, signal)]);
  return found.map((info) => toVolume(info, users));
}

async function readSizes(docker: Docker, signal: AbortSignal) {
  const { Volumes } = await readUsage(docker, signal, ['volume']);
  return Volumes.map(({ Name, UsageData }) => ({ name: Name, sizeBytes: sizeOf(UsageData?.Size) }));
}

export type VolumeInfo = Docker.VolumeInspectInfo & { CreatedAt?: string };

export const listVolumes = async (docker: Docker, abortSignal: AbortSignal): Promise<VolumeInfo[]> =>
  (await docker.listVolumes({ abortSignal })).Volumes ?? [];

export const isAnonymous = ({ Name, Labels }: Pick<VolumeInfo, 'Name' | 'Labels'>): boolean =>
  Labels?.['com.docker.volume.anonymous'] !== undefined || /^[0-9a-f]{64}$/.test(Name);

const toVolume = (info: VolumeInfo, users: Users): Volume => ({
  ...{ name: info.Name, driver: info.Driver, folder: info.Mountpoint, createdAt: timeOf(info.CreatedAt) },
  anonymous: isAnonymous(info),
  labels: labelsOf(info.Labels),
  options: labelsOf(info.Options).map(withoutPassword),
  usedBy: users.ofVolume(info.Name),
});

/** A share of another machine is mounted with `o=username=…,password=…`. */
export const withoutPassword = ({ name, value }: { name: string; value: string }) => ({
  name,
  value: /pass|secret|token|key/i.test(name)
    ? '[hidden]'
    : value
        .replaceAll(/((?:pass|secret|token|cred|key)[\w-]*=)[^,]*/gi, '$1[hidden]')
        .replaceAll(/(\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1[hidden]@'),
});
