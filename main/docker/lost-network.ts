import type Docker from 'dockerode';

type Inspected = Pick<Docker.ContainerInspectInfo, 'State' | 'HostConfig' | 'NetworkSettings'>;

/**
 * The network that a container was made with, where its engine has forgotten it; otherwise null. Docker 29 does so
 * when a start fails for a port that is taken, and would start it without any network, and without its ports, the
 * next time. Source: moby/moby#51758.
 */
export function lostNetwork({ State, HostConfig, NetworkSettings }: Inspected): string | null {
  const mode = HostConfig.NetworkMode ?? '';
  const failed = !State.Running && /container networking|external connectivity/.test(State.Error);
  if (!failed || mode === 'host' || mode === 'none' || mode.startsWith('container:')) return null;
  const own = mode === '' || mode === 'default' ? 'bridge' : mode;
  const networks = Object.entries(NetworkSettings.Networks ?? {});
  // What was typed when it was made: a name, or the beginning of an id.
  const isId = /^[0-9a-f]{12,64}$/.test(own);
  const isThere = networks.some(
    ([name, { NetworkID }]) => name === own || (isId && NetworkID.startsWith(own)),
  );
  return isThere ? null : own;
}

/** Joins a container to the network that its engine has forgotten, before it is started once more. */
export async function rejoin(docker: Docker, container: Docker.Container): Promise<void> {
  const lost = lostNetwork(await container.inspect());
  if (lost !== null) await docker.getNetwork(lost).connect({ Container: container.id });
}
