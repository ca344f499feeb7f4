import type { Container, ContainerDetail } from '../../preload/contract/containers';

/** A TCP service of a container, at an address that its host can reach. */
export interface ServicePort {
  containerPort: number;
  address: string;
  port: number;
  published: boolean;
}

/** What listens on all addresses of a host is asked for at its loopback. */
const anywhere = new Set(['', '0.0.0.0', '::', '[::]']);

/**
 * The ports that can be opened: those that are published, at the host; the others at the container's own address, which
 * its host can reach.
 */
export function servicePorts(
  ports: Container['ports'],
  networks: ContainerDetail['networks'],
): ServicePort[] {
  const own = networks.find(({ address }) => address !== '')?.address;
  const found = new Map<string, ServicePort>();
  for (const { protocol, containerPort, hostPort, address } of ports) {
    if (protocol !== 'tcp') continue;
    const service =
      hostPort !== null
        ? { address: anywhere.has(address) ? '127.0.0.1' : address, port: hostPort, published: true }
        : own && { address: own, port: containerPort, published: false };
    // Published for both versions of IP it is listed twice.
    if (service) found.set(`${service.address} ${service.port}`, { containerPort, ...service });
  }
  return [...found.values()].toSorted((a, b) => a.containerPort - b.containerPort);
}
