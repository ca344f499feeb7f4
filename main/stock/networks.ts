import type Docker from 'dockerode';
import type { Network } from '../../preload/contract/networks';
import { actionMs, type Engines, listMs } from '../docker/engines';
import { AppError, conflict } from '../errors';
import { assertUnused, listUsers, type Users } from './users';
import { labelsOf, timeOf } from './views';

type Pairs = { name: string; value: string }[];
const asObject = (pairs: Pairs): Record<string, string> =>
  Object.fromEntries(pairs.map(({ name, value }) => [name, value]));

interface NewNetwork {
  hostId: string;
  name: string;
  driver: string;
  internal: boolean;
  subnet: string | null;
  options: Pairs;
  labels: Pairs;
}

export function createNetworks(engines: Engines) {
  return {
    list: ({ hostId }: { hostId: string }, until?: AbortSignal): Promise<Network[]> =>
      engines.ask(hostId, listMs, listAll, until),
    create: (input: NewNetwork) =>
      engines.ask(input.hostId, actionMs, async (docker, abortSignal) => {
        const found = await docker.listNetworks({ abortSignal });
        if (found.some(({ Name }) => Name === input.name))
          throw conflict(`There is a network named "${input.name}" already.`, 'Choose another name.');
        try {
          const { id } = await docker.createNetwork({
            ...{ Name: input.name, Driver: input.driver, Internal: input.internal, CheckDuplicate: true },
            ...{ Options: asObject(input.options), Labels: asObject(input.labels) },
            ...(input.subnet !== null && { IPAM: { Driver: 'default', Config: [{ Subnet: input.subnet }] } }),
          });
          return { networkId: id };
        } catch (error) {
          throw subnetProblem(error, input.subnet);
        }
      }),
    remove: ({ hostId, networkId }: { hostId: string; networkId: string }) =>
      engines.ask(hostId, actionMs, async (docker, signal) => {
        const network = docker.getNetwork(networkId);
        const { Id, Name } = await network.inspect();
        if (isBuiltIn(Name)) throw conflict(`"${Name}" comes with the engine.`, 'It cannot be removed.');
        assertUnused(
          `The network "${Name}"`,
          (await listUsers(docker, signal)).ofNetwork({ id: Id, name: Name }),
        );
        await network.remove();
        return { networkId };
      }),
  };
}

async function listAll(docker: Docker, abortSignal: AbortSignal): Promise<Network[]> {
  const [found, users] = await Promise.all([
    docker.listNetworks({ abortSignal }),
    listUsers(docker, abortSignal),
  ]);
  return found.map((info) => toNetwork(info, users));
}

export const isBuiltIn = (name: string): boolean =>
  ['bridge', 'host', 'none', 'docker_gwbridge', 'ingress', 'podman'].includes(name);

const toNetwork = (info: Docker.NetworkInspectInfo, users: Users): Network => ({
  ...{ id: info.Id, name: info.Name, driver: info.Driver, scope: info.Scope, internal: info.Internal },
  subnets: (info.IPAM?.Config ?? []).map(({ Subnet = '', Gateway = '' }) => ({
    subnet: Subnet,
    gateway: Gateway,
  })),
  createdAt: timeOf(info.Created),
  labels: labelsOf(info.Labels),
  builtIn: isBuiltIn(info.Name),
  usedBy: users.ofNetwork({ id: info.Id, name: info.Name }),
});

function subnetProblem(error: unknown, subnet: string | null): unknown {
  const said = error instanceof Error ? error.message : '';
  if (/overlaps|non-overlapping|subnet \S+ is (?:already )?(?:used|being used)/i.test(said))
    return new AppError(
      'INVALID',
      subnet === null ? 'The engine found no free subnet.' : `${subnet} overlaps a network that is there.`,
      { hint: 'Choose another subnet.', details: said, reason: 'subnet-taken' },
      error,
    );
  return error;
}
