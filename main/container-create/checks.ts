import type {
  ContainerSpec,
  CreateCheck,
  WantedContainerPort,
} from '../../preload/contract/container-create';
import { AppError } from '../errors';
import { chooseEach, type PortLook } from '../host-ports/port-look';
import { findFit, type Health } from './fit';
import type { Offers } from './offers';
import type { CreateParts, Ports } from './parts';

/** Networks that every engine knows by itself. */
const own = ['bridge', 'host', 'none', 'default'];

/**
 * Everything that may be in the way of a container. `ports` are those that it would get now, null where there is
 * none. @throws AppError when the engine does not answer
 */
export async function checkSpec(
  parts: Pick<CreateParts, 'ports' | 'exec' | 'secrets' | 'nameOf'>,
  input: { hostId: string; spec: ContainerSpec; offers: Offers; health: Health | null },
  signal?: AbortSignal,
): Promise<{ checks: CreateCheck[]; ports: (number | null)[] }> {
  const { hostId, spec, offers, health } = input;
  const [found, mounts] = await Promise.all([
    findPorts(parts.ports, hostId, spec, signal),
    mountChecks(parts.exec, input, signal),
  ]);
  return {
    checks: [
      ...findFit(spec, offers, health).map((finding) => ({ ...finding, port: null })),
      ...nameChecks(spec, offers),
      ...networkChecks(spec, offers),
      ...mounts,
      ...secretChecks(spec, parts.secrets.has),
      ...found.checks,
    ],
    ports: found.ports,
  };
}

const check = (
  state: CreateCheck['state'],
  about: CreateCheck['about'],
  message: string,
  hint = '',
): CreateCheck => ({ state, about, message, hint, port: null });

function nameChecks({ name }: ContainerSpec, { names }: Offers): CreateCheck[] {
  if (name === '') return [];
  return names.includes(name)
    ? [check('failed', 'name', `There is a container named "${name}" already.`, 'Choose another name.')]
    : [];
}

function networkChecks({ networks, ports }: ContainerSpec, offers: Offers): CreateCheck[] {
  const missing = networks.filter((name) => !own.includes(name) && !offers.networks.includes(name));
  const alone = networks.find((name) => name === 'host' || name === 'none');
  return [
    ...missing.map((name) =>
      check('failed', 'network', `There is no network "${name}".`, 'Create it first.'),
    ),
    ...(alone && networks.length > 1
      ? [
          check(
            'failed',
            'network',
            `The network "${alone}" goes with no other one.`,
            'Choose it alone, or leave it out.',
          ),
        ]
      : []),
    ...(alone && ports.length > 0
      ? [
          check(
            'failed',
            'port',
            `With the network "${alone}" no port is published.`,
            'Leave the ports out, or choose another network.',
          ),
        ]
      : []),
  ];
}

async function mountChecks(
  exec: CreateParts['exec'],
  { hostId, spec: { mounts }, offers }: { hostId: string; spec: ContainerSpec; offers: Offers },
  signal: AbortSignal | undefined,
): Promise<CreateCheck[]> {
  const checks = mounts.map(async ({ kind, source }): Promise<CreateCheck[]> => {
    if (kind === 'volume')
      return offers.volumes.includes(source)
        ? []
        : [
            check(
              'attention',
              'mount',
              `There is no volume "${source}" yet.`,
              'It is made with the container.',
            ),
          ];
    if (!source.startsWith('/'))
      return [check('failed', 'mount', `"${source}" is no absolute path.`, 'Begin with a slash.')];
    const code = await exec(hostId, ['test', '-e', source], { signal, timeoutMs: 10_000 }).then(
      (result) => result.code,
      () => null,
    );
    return code === 1
      ? [check('failed', 'mount', `There is no "${source}" on the host.`, 'Make it there first.')]
      : [];
  });
  return (await Promise.all(checks)).flat();
}

const secretChecks = ({ environment }: ContainerSpec, has: (name: string) => boolean): CreateCheck[] =>
  environment.flatMap(({ secret }) =>
    secret === null || has(secret)
      ? []
      : [
          check(
            'failed',
            'secret',
            `There is no secret named "${secret}".`,
            'Enter it, or choose another one.',
          ),
        ],
  );

/** Which ports it would get, so that no two of its own get the same; and of each that it would not, why. */
async function findPorts(
  ports: Pick<Ports, 'look'>,
  hostId: string,
  spec: ContainerSpec,
  signal: AbortSignal | undefined,
): Promise<{ checks: CreateCheck[]; ports: (number | null)[] }> {
  if (spec.ports.length === 0) return { checks: [], ports: [] };
  const look = await ports.look(hostId, { signal });
  const checks: CreateCheck[] = [];
  const found: (number | null)[] = [];
  for (const [index, range] of spec.ports.entries()) {
    const before = spec.ports.slice(0, index).flatMap((each, at) => toFixed(each, found[at]));
    try {
      found.push(chooseEach(look, [...before, range]).at(-1)?.port ?? null);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      found.push(null);
      const nextFree = nextAfter(
        look,
        range,
        before.map(({ from }) => from),
      );
      checks.push({ ...check('failed', 'port', error.message, error.data.hint), port: { index, nextFree } });
    }
  }
  return { checks, ports: found };
}

const toFixed = (range: WantedContainerPort, port: number | null | undefined): WantedContainerPort[] =>
  port === null || port === undefined ? [] : [{ ...range, from: port, to: port }];

function nextAfter(
  look: PortLook,
  { to, protocol, address }: WantedContainerPort,
  except: number[],
): number | null {
  try {
    const range = { from: Math.min(to + 1, highest), to: highest };
    return look.nextFree({ ...range, protocol, address, except })[0] ?? null;
  } catch {
    return null;
  }
}

const highest = 65_535;
