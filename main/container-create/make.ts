import { randomUUID } from 'node:crypto';
import type { ContainerSpec } from '../../preload/contract/container-create';
import { actionMs } from '../docker/engines';
import { assertGpus } from '../docker/given-gpus';
import { clashingPort } from '../docker/start-problem';
import { toCreateOptions } from './engine-options';
import { explainStart } from './explain-start';
import type { CreateParts } from './parts';

export interface Made {
  containerId: string;
  name: string;
  ports: number[];
}

/** Others who take a port between our look and the engine's are few. */
const attempts = 8;

/**
 * Makes a container and starts it. Its ports are kept for it meanwhile. Where the engine finds one of them taken all
 * the same, one out of a range gives way to the next. One that does not start is removed again. @throws AppError
 */
export async function makeContainer(
  parts: Pick<CreateParts, 'engines' | 'ports' | 'secrets' | 'nameOf'>,
  hostId: string,
  spec: ContainerSpec,
): Promise<Made> {
  const secrets = await readSecrets(parts.secrets, spec);
  const owner = `create:${randomUUID()}`;
  const refused: number[] = [];
  try {
    for (let attempt = 1; ; attempt += 1) {
      const ports = await keepPorts(parts.ports, { hostId, spec, owner, refused });
      try {
        return await makeOnce(parts, hostId, spec, { ports, secrets });
      } catch (error) {
        const port = clashingPort(error);
        if (port === null || attempt === attempts || !isFromRange(spec, ports, port))
          throw await explainStart(parts, { hostId, error, owner });
        refused.push(port);
      } finally {
        // It has them now by itself, or nobody needs them.
        parts.ports.releaseAll(owner);
      }
    }
  } finally {
    parts.ports.releaseAll(owner);
  }
}

async function readSecrets(
  secrets: CreateParts['secrets'],
  { environment }: ContainerSpec,
): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const { secret } of environment) if (secret !== null) values.set(secret, await secrets.need(secret));
  return values;
}

const keepPorts = (
  ports: CreateParts['ports'],
  { hostId, spec, owner, refused }: { hostId: string; spec: ContainerSpec; owner: string; refused: number[] },
): Promise<number[]> =>
  spec.ports.length === 0
    ? Promise.resolve([])
    : ports.reserveRanges(
        hostId,
        spec.ports.map((each) => ({ ...each, except: each.from === each.to ? [] : refused })),
        { owner, purpose: `Container ${spec.name || spec.image}, which is being made` },
      );

const isFromRange = (spec: ContainerSpec, ports: number[], port: number): boolean =>
  spec.ports.some(({ from, to }, index) => ports[index] === port && from !== to);

async function makeOnce(
  parts: Pick<CreateParts, 'engines' | 'nameOf'>,
  hostId: string,
  spec: ContainerSpec,
  given: { ports: number[]; secrets: ReadonlyMap<string, string> },
): Promise<Made> {
  const { engines } = parts;
  const { id } = await engines.ask(hostId, actionMs, (docker) =>
    docker.createContainer(toCreateOptions(spec, given)),
  );
  try {
    const name = await engines.ask(hostId, actionMs, async (docker) => {
      for (const network of spec.networks.slice(1))
        await docker.getNetwork(network).connect({ Container: id });
      const container = docker.getContainer(id);
      if (spec.gpus.kind !== 'none') await assertGpus(container, parts.nameOf(hostId));
      if (spec.start) await container.start();
      return (await container.inspect()).Name.replace(/^\//, '');
    });
    return { containerId: id, name, ports: given.ports };
  } catch (error) {
    // An engine leaves it behind. When it cannot be removed now, what went wrong before is still what matters.
    await engines
      .ask(hostId, actionMs, (docker) => docker.getContainer(id).remove({ force: true, v: true }))
      .catch(() => undefined);
    throw error;
  }
}
