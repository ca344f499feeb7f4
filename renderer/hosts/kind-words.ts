import { type Host, hostKinds } from '../../preload/contract/hosts';

/** How a host is reached, as the form offers it. */
export const kindWords: Record<Host['kind'], string> = {
  ssh: 'SSH',
  local: 'This machine',
  'docker-tls': 'Docker over TLS',
};

export const kindOptions = (['ssh', 'local', 'docker-tls'] as const).map((value) => ({
  value,
  label: kindWords[value],
}));

export const readKind = (value: string): Host['kind'] => hostKinds.find((kind) => kind === value) ?? 'ssh';

/** Where an engine usually listens on a machine of that platform, as `process.platform` names it. */
export const usualSocket = (kind: Host['kind'], platform: string | undefined): string =>
  kind === 'local' && platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock';

/** Why some of what SSH hosts have is not there; null where all of it is. */
export const missingWords: Record<Host['kind'], string | null> = {
  ssh: null,
  local:
    'Terminals, files and forwarded ports are for hosts that are reached by SSH. On this machine, use its own.',
  'docker-tls':
    'Only the Docker engine is reached. For terminals, files and forwarded ports, add the machine as an SSH host, too.',
};
