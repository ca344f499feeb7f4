import type Docker from 'dockerode';
import { type Engines, listMs } from '../docker/engines';
import { inTurns } from './in-turns';
import { nameOf } from './views';

/** A port of the host that a container has, or will have when it is started. */
export interface PublishedPort {
  port: number;
  protocol: 'tcp' | 'udp';
  address: string;
  containerId: string;
  containerName: string;
  running: boolean;
}

const isKnown = (protocol: string): protocol is 'tcp' | 'udp' => protocol === 'tcp' || protocol === 'udp';

/**
 * The ports of all containers of a host. An engine lists those of running ones only: of the others each is asked
 * which fixed port it will want. @throws AppError
 */
export async function publishedPorts(
  engines: Engines,
  hostId: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<PublishedPort[]> {
  const list = await engines.ask(hostId, listMs, (docker, abortSignal) =>
    docker.listContainers({ all: true, abortSignal }),
  );
  const resting = list.filter(({ State }) => State !== 'running' && State !== 'paused');
  const wanted = await inTurns(resting, signal, (each) =>
    engines.ask(hostId, listMs, (docker) => boundPorts(docker, each)).catch(() => []),
  );
  return [...list.filter((each) => !resting.includes(each)).flatMap(openPorts), ...wanted.flat()];
}

const openPorts = (info: Docker.ContainerInfo): PublishedPort[] =>
  info.Ports.flatMap(({ PublicPort: port, Type: protocol, IP: address }) =>
    port && isKnown(protocol) ? [{ port, protocol, address, ...ownerOf(info), running: true }] : [],
  );

/** A port that is 0, empty or a range is chosen by the engine at the start. */
async function boundPorts(docker: Docker, info: Docker.ContainerInfo): Promise<PublishedPort[]> {
  const { HostConfig } = await docker.getContainer(info.Id).inspect();
  const bindings = HostConfig.PortBindings as Record<
    string,
    { HostIp?: string; HostPort?: string }[] | null
  > | null;
  return Object.entries(bindings ?? {}).flatMap(([inside, places]) => {
    const protocol = inside.split('/')[1] ?? 'tcp';
    return (places ?? []).flatMap(({ HostIp, HostPort }) =>
      isKnown(protocol) && /^[1-9]\d*$/.test(HostPort ?? '')
        ? [
            {
              port: Number(HostPort),
              protocol,
              address: HostIp || '0.0.0.0',
              ...ownerOf(info),
              running: false,
            },
          ]
        : [],
    );
  });
}

const ownerOf = (info: Docker.ContainerInfo) => ({
  containerId: info.Id,
  containerName: nameOf(info.Names[0]) || info.Id.slice(0, 12),
});
