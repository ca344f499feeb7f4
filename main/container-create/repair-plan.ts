import type Docker from 'dockerode';
import type { RepairPlan } from '../../preload/contract/container-create';
import { type Engines, listMs } from '../docker/engines';
import { AppError, conflict } from '../errors';
import type { PortLook } from '../host-ports/port-look';
import { explainStart } from './explain-start';
import type { CreateParts } from './parts';
import { type BoundPort, boundPorts, devicesOf, onceEach } from './recreate';

export interface OfContainer {
  hostId: string;
  containerId: string;
}

const highest = 65_535;
const nameOf = ({ Name }: Docker.ContainerInspectInfo): string => Name.replace(/^\//, '');

/**
 * Why a container does not start, and what of it can be otherwise in one that takes its place.
 * @throws AppError CONFLICT when it runs by now
 */
export async function planRepair(
  parts: Pick<CreateParts, 'engines' | 'ports' | 'exec' | 'nameOf'>,
  of: OfContainer,
  signal?: AbortSignal,
): Promise<RepairPlan> {
  const { info, obstacle } = await readStuck(parts.engines, of);
  const { hostId } = of;
  const [why, ports, devices] = await Promise.all([
    reasonOf(parts, of, info),
    findHolders(parts.ports, of, info, signal),
    Promise.all(devicesOf(info).map((path) => findDevice(parts.exec, hostId, path, signal))),
  ]);
  return {
    ...{ name: nameOf(info), ...why, details: info.State.Error, obstacle, ports, devices },
    gpus: (info.HostConfig.DeviceRequests ?? []).length > 0,
  };
}

/** What is there of one that has not started, and why nothing can take its place. @throws AppError CONFLICT */
export async function readStuck(
  engines: Engines,
  { hostId, containerId }: OfContainer,
): Promise<{ info: Docker.ContainerInspectInfo; obstacle: RepairPlan['obstacle'] }> {
  const { info, changed } = await engines.ask(hostId, listMs, async (docker) => {
    const container = docker.getContainer(containerId);
    const [inspected, changes] = await Promise.all([
      container.inspect(),
      // Of an engine's `null`, which is none, the library gives the bytes.
      container.changes() as Promise<{ Path: string }[] | Buffer>,
    ]);
    return { info: inspected, changed: Array.isArray(changes) ? changes.map(({ Path }) => Path) : [] };
  });
  if (info.State.Running) throw conflict(`"${nameOf(info)}" runs.`, 'There is nothing to repair.');
  return { info, obstacle: obstacleOf(info, changed) };
}

function obstacleOf(info: Docker.ContainerInspectInfo, changed: string[]): RepairPlan['obstacle'] {
  const hint = 'Make what it needs available and start it again, or remove it.';
  if (info.State.Status !== 'created')
    return { message: 'It ran before: what was written inside would be lost in a new one.', hint };
  const own = ['/dev', '/proc', '/sys', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/etc/mtab'];
  const made = [
    ...info.Mounts.map(({ Destination }) => Destination),
    ...[...Object.keys(info.Config.Volumes ?? {}), info.Config.WorkingDir].filter(Boolean),
  ];
  // An engine makes these itself, with the folders above them; of the first ones what is in them, too.
  const isOwn = (path: string) =>
    [...own, ...made].some((place) => `${place}/`.startsWith(`${path}/`)) ||
    own.some((place) => path.startsWith(`${place}/`));
  return changed.some((path) => !isOwn(path))
    ? { message: 'Files were put into it before its start, which a new one would not have.', hint }
    : null;
}

async function reasonOf(
  parts: Pick<CreateParts, 'ports' | 'nameOf'>,
  { hostId, containerId }: OfContainer,
  info: Docker.ContainerInspectInfo,
): Promise<{ message: string; hint: string }> {
  const details = info.State.Error;
  if (details === '')
    return { message: 'It was made, and not started so far.', hint: 'Start it, or remove it.' };
  const said = new AppError('UNAVAILABLE', 'Its engine could not start it.', {
    ...{ hint: 'Look at the details.', details },
  });
  const error = await explainStart(parts, { hostId, containerId, error: said });
  return error instanceof AppError ? { message: error.message, hint: error.data.hint } : reasonless;
}

const reasonless = { message: 'Its engine could not start it.', hint: 'Look at the details.' };

async function findHolders(
  ports: Pick<CreateParts['ports'], 'look'>,
  { hostId, containerId }: OfContainer,
  info: Docker.ContainerInspectInfo,
  signal: AbortSignal | undefined,
): Promise<RepairPlan['ports']> {
  const bound = boundPorts(info);
  if (bound.length === 0) return [];
  const look = await ports.look(hostId, { signal, containerId });
  const offered: number[] = [];
  return onceEach(bound).map(({ containerPort, hostPort, protocol, address }) => {
    const holder = holderOf(look, { containerPort, hostPort, protocol, address });
    const nextFree =
      holder === null ? null : nextAfter(look, { hostPort, protocol, address, except: offered });
    if (nextFree !== null) offered.push(nextFree);
    return { containerPort, hostPort, protocol, holder, nextFree };
  });
}

function holderOf(look: PortLook, { hostPort: port, protocol, address }: BoundPort): string | null {
  try {
    look.assertFree([{ port, protocol, address }]);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

function nextAfter(
  look: PortLook,
  { hostPort, ...rest }: Omit<BoundPort, 'containerPort'> & { except: number[] },
): number | null {
  try {
    return look.nextFree({ ...rest, from: Math.min(hostPort + 1, highest), to: highest })[0] ?? null;
  } catch {
    return null;
  }
}

async function findDevice(
  exec: CreateParts['exec'],
  hostId: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<RepairPlan['devices'][number]> {
  const options = { timeoutMs: 10_000, ...(signal && { signal }) };
  const code = await exec(hostId, ['test', '-e', path], options).then(
    (result) => result.code,
    () => null,
  );
  return { path, missing: code === 1 };
}
