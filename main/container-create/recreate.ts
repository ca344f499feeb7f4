import type Docker from 'dockerode';
import { lostNetwork } from '../docker/lost-network';
import type { Repair } from '../../preload/contract/container-create';

type Bindings = Record<string, { HostIp?: string; HostPort?: string }[] | null>;

/** A port of the host that a container is bound to by its settings. */
export interface BoundPort {
  containerPort: number;
  protocol: 'tcp' | 'udp';
  address: string;
  hostPort: number;
}

const isKnown = (protocol: string | undefined): protocol is 'tcp' | 'udp' =>
  protocol === 'tcp' || protocol === 'udp';
const bindingsOf = ({ HostConfig }: Docker.ContainerInspectInfo): Bindings =>
  (HostConfig.PortBindings ?? {}) as Bindings;

/** Those that were chosen; one that is 0, empty or a range the engine chooses at the start. */
export function boundPorts(info: Docker.ContainerInspectInfo): BoundPort[] {
  return Object.entries(bindingsOf(info)).flatMap(([inside, places]) => {
    const [containerPort, protocol] = inside.split('/');
    return (places ?? []).flatMap(({ HostIp, HostPort = '' }) =>
      isKnown(protocol) && /^[1-9]\d*$/.test(HostPort)
        ? [
            {
              ...{ containerPort: Number(containerPort), protocol, hostPort: Number(HostPort) },
              address: HostIp || '0.0.0.0',
            },
          ]
        : [],
    );
  });
}

/** A port that is bound at several addresses, as IPv4 and IPv6, is one to choose. */
export const onceEach = <T extends Pick<BoundPort, 'hostPort' | 'protocol'>>(ports: readonly T[]): T[] =>
  ports.filter(
    ({ hostPort, protocol }, index) =>
      ports.findIndex((each) => each.hostPort === hostPort && each.protocol === protocol) === index,
  );

export const nextOf = (
  { ports }: Pick<Repair, 'ports'>,
  { hostPort, protocol }: Pick<BoundPort, 'hostPort' | 'protocol'>,
): number => ports.find((each) => each.hostPort === hostPort && each.protocol === protocol)?.next ?? hostPort;

const neededDevices = (info: Docker.ContainerInspectInfo) =>
  (info.HostConfig.Devices ?? []) as { PathOnHost: string }[];
export const devicesOf = (info: Docker.ContainerInspectInfo): string[] =>
  neededDevices(info).map(({ PathOnHost }) => PathOnHost);

/**
 * What an engine needs to make a container once more, out of what it says of it. `sameImage` is whether the name of
 * its image still leads to the image that it was made of.
 */
export function toRecreateOptions(
  info: Docker.ContainerInspectInfo,
  change: Repair,
  { name, sameImage }: { name: string; sameImage: boolean },
): Docker.ContainerCreateOptions {
  const { Config, HostConfig } = info;
  const [first] = networksOf(info);
  return {
    name,
    ...Config,
    Image: sameImage ? Config.Image : info.Image,
    // The engine's own choice, which is another one for another container; or that of whose network it shares.
    ...((Config.Hostname === info.Id.slice(0, 12) || isShared(info)) && { Hostname: '' }),
    HostConfig: {
      ...HostConfig,
      Binds: [...(HostConfig.Binds ?? []), ...namelessVolumesOf(info)],
      PortBindings: changedBindings(info, change),
      ...(change.withoutGpus && { DeviceRequests: [] }),
      Devices: neededDevices(info).filter(({ PathOnHost }) => !change.withoutDevices.includes(PathOnHost)),
    },
    // One is all that older engines take here: the others are connected afterwards.
    ...(first && { NetworkingConfig: { EndpointsConfig: { [first.name]: first.endpoint } } }),
  };
}

/** Volumes that the engine named itself: what was put into them before the start stays in the new one. */
function namelessVolumesOf({ Config, HostConfig, Mounts }: Docker.ContainerInspectInfo): string[] {
  const bound = (HostConfig.Binds ?? []).map((bind) => bind.split(':')[1]);
  return Mounts.filter(
    ({ Type, Name = '', Destination }) =>
      Type === 'volume' &&
      /^[0-9a-f]{64}$/.test(Name) &&
      Destination in ((Config.Volumes ?? {}) as object) &&
      !bound.includes(Destination),
  ).map(({ Name, Destination }) => `${Name}:${Destination}`);
}

const isShared = ({ HostConfig }: Docker.ContainerInspectInfo): boolean =>
  (HostConfig.NetworkMode ?? '').startsWith('container:');

function changedBindings(info: Docker.ContainerInspectInfo, change: Repair): Bindings {
  const changed = Object.entries(bindingsOf(info)).map(([inside, places]) => {
    const [, protocol] = inside.split('/');
    const next = (HostPort: string | undefined): string =>
      isKnown(protocol) && HostPort && /^[1-9]\d*$/.test(HostPort)
        ? String(nextOf(change, { hostPort: Number(HostPort), protocol }))
        : (HostPort ?? '');
    return [
      inside,
      (places ?? []).map(({ HostIp, HostPort }) => ({ HostIp, HostPort: next(HostPort) })),
    ] as const;
  });
  return Object.fromEntries(changed);
}

/** Its networks with what it asked of them, the one that it is made with first. */
export function networksOf(
  info: Docker.ContainerInspectInfo,
): { name: string; endpoint: Docker.EndpointSettings }[] {
  const mode = info.HostConfig.NetworkMode ?? 'default';
  const own = mode === 'default' ? 'bridge' : mode;
  const lost = lostNetwork(info);
  const found = Object.entries(info.NetworkSettings.Networks ?? {})
    .filter(([name]) => name !== 'host' && name !== 'none')
    .toSorted(([a], [b]) => Number(b === own) - Number(a === own))
    .map(([name, { IPAMConfig, Links, Aliases }]) => {
      const aliases = ((Aliases ?? []) as string[]).filter((alias) => !info.Id.startsWith(alias));
      return {
        name,
        endpoint: {
          ...(IPAMConfig && { IPAMConfig }),
          ...(Links && { Links }),
          ...(aliases.length > 0 && { Aliases: aliases }),
        } as Docker.EndpointSettings,
      };
    });
  return lost === null ? found : [{ name: lost, endpoint: {} }, ...found];
}
