import { randomBytes, randomUUID } from 'node:crypto';
import type Docker from 'dockerode';
import type { Repair } from '../../preload/contract/container-create';
import { actionMs, type Engines } from '../docker/engines';
import { AppError, invalid } from '../errors';
import { explainStart } from './explain-start';
import type { CreateParts } from './parts';
import { boundPorts, networksOf, nextOf, onceEach, toRecreateOptions } from './recreate';
import { type OfContainer, readStuck } from './repair-plan';

export interface Repaired extends OfContainer {
  name: string;
  /** Of the host, in the order of the settings. */
  ports: number[];
}

/**
 * Makes a container that never started once more, with something changed, and starts it in its place. The one of
 * before goes only when the new one runs: until then it lies beside under another name.
 * @throws AppError INVALID for one that has something to lose; CONFLICT, naming who has a port; why it did not start
 */
export async function repairContainer(
  parts: Pick<CreateParts, 'engines' | 'ports' | 'nameOf'>,
  of: OfContainer,
  change: Repair,
): Promise<Repaired> {
  const { hostId, containerId } = of;
  const { info, obstacle } = await readStuck(parts.engines, of);
  if (obstacle) throw invalid(obstacle.message, obstacle.hint);
  const name = info.Name.replace(/^\//, '');
  const owner = `repair:${randomUUID()}`;
  const wanted = onceEach(boundPorts(info)).map((each) => ({ ...each, next: nextOf(change, each) }));
  try {
    if (wanted.length > 0)
      await parts.ports.reserveRanges(
        hostId,
        wanted.map(({ next, protocol, address }) => ({ from: next, to: next, protocol, address })),
        { owner, containerId, purpose: `Container ${name}, which is being recreated` },
      );
    const id = await takePlace(parts.engines, of, info, change);
    return { hostId, containerId: id, name, ports: wanted.map(({ next }) => next) };
  } catch (error) {
    throw await explainStart(parts, { hostId, containerId, owner, error });
  } finally {
    parts.ports.releaseAll(owner);
  }
}

async function takePlace(
  engines: Engines,
  { hostId, containerId }: OfContainer,
  info: Docker.ContainerInspectInfo,
  change: Repair,
): Promise<string> {
  const ask = <T>(work: (docker: Docker) => Promise<T>) => engines.ask(hostId, actionMs, work);
  const name = info.Name.replace(/^\//, '');
  const sameImage = await ask((docker) => docker.getImage(info.Config.Image).inspect()).then(
    ({ Id }) => Id === info.Image,
    () => false,
  );
  const aside = `${name}-before-${randomBytes(3).toString('hex')}`;
  await ask((docker) => docker.getContainer(containerId).rename({ name: aside }));
  let made: string | null = null;
  try {
    const options = toRecreateOptions(info, change, { name, sameImage });
    const { id } = await ask((docker) => docker.createContainer(options));
    made = id;
    await ask(async (docker) => {
      for (const { name: network, endpoint } of networksOf(info).slice(1))
        await docker.getNetwork(network).connect({ Container: id, EndpointConfig: endpoint });
      await docker.getContainer(id).start();
    });
  } catch (error) {
    const failed = made;
    if (failed !== null)
      await ask((docker) => docker.getContainer(failed).remove({ force: true, v: true })).catch(
        () => undefined,
      );
    const isBack = await ask((docker) => docker.getContainer(containerId).rename({ name })).then(
      () => true,
      () => false,
    );
    if (isBack) throw error;
    throw leftAside(name, aside, error);
  }
  // One that cannot be removed now is seen in the list, under its other name.
  await ask((docker) => docker.getContainer(containerId).remove()).catch(() => undefined);
  return made;
}

const leftAside = (name: string, aside: string, cause: unknown): AppError =>
  new AppError(
    'UNAVAILABLE',
    `"${name}" was not recreated, and is called "${aside}" now.`,
    {
      hint: `When its engine answers, look whether a new one was made meanwhile, and rename it to "${name}".`,
      details: cause instanceof Error ? cause.message : '',
    },
    cause,
  );
