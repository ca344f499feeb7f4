import type Docker from 'dockerode';
import type { ContainerSpec } from '../../preload/contract/container-create';
import { secretsLabel } from '../docker/secret-variables';

/**
 * A spec as the engine wants it. `ports` are those of the host, in the order of the spec; `secrets` the values that
 * the spec names.
 */
export function toCreateOptions(
  spec: ContainerSpec,
  { ports, secrets }: { ports: readonly number[]; secrets: ReadonlyMap<string, string> },
): Docker.ContainerCreateOptions {
  const hidden = spec.environment.filter(({ secret }) => secret !== null).map(({ name }) => name);
  const [network] = spec.networks;
  return {
    ...(spec.name !== '' && { name: spec.name }),
    Image: spec.image,
    ...(spec.entrypoint !== null && { Entrypoint: spec.entrypoint }),
    ...(spec.command.length > 0 && { Cmd: spec.command }),
    Env: spec.environment.map(
      ({ name, value, secret }) => `${name}=${secret === null ? (value ?? '') : (secrets.get(secret) ?? '')}`,
    ),
    Labels: {
      ...Object.fromEntries(spec.labels.map(({ name, value }) => [name, value])),
      ...(hidden.length > 0 && { [secretsLabel]: hidden.join(' ') }),
    },
    ExposedPorts: Object.fromEntries(spec.ports.map((port) => [insideOf(port), {}])),
    HostConfig: {
      ...limitsOf(spec),
      Mounts: spec.mounts.map(({ kind, source, target, readOnly }) => ({
        ...{ Type: kind, Source: source, Target: target, ReadOnly: readOnly },
      })),
      RestartPolicy: { Name: spec.restart },
      PortBindings: bindingsOf(spec, ports),
      ...(network !== undefined && { NetworkMode: network }),
      ...(spec.gpus.kind !== 'none' && { DeviceRequests: [gpusOf(spec.gpus)] }),
    },
  };
}

const insideOf = ({ containerPort, protocol }: ContainerSpec['ports'][number]): string =>
  `${containerPort}/${protocol}`;

function bindingsOf({ ports: wanted }: ContainerSpec, ports: readonly number[]) {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const [index, port] of wanted.entries())
    (bindings[insideOf(port)] ??= []).push({ HostIp: port.address, HostPort: String(ports[index] ?? '') });
  return bindings;
}

/** Without a word about swap, an engine gives as much of it as memory. */
const limitsOf = ({ cpus, memoryBytes }: ContainerSpec) => ({
  ...(cpus !== null && { NanoCpus: Math.round(cpus * 1e9) }),
  ...(memoryBytes !== null && { Memory: memoryBytes }),
});

function gpusOf(gpus: Exclude<ContainerSpec['gpus'], { kind: 'none' }>): Docker.DeviceRequest {
  const Capabilities = [['gpu']];
  if (gpus.kind === 'devices') return { Driver: 'nvidia', Count: 0, DeviceIDs: gpus.ids, Capabilities };
  return { Driver: 'nvidia', Count: gpus.kind === 'all' ? -1 : gpus.count, Capabilities };
}
