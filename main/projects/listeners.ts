import type { ProjectModel } from '../../preload/contract/projects';
import { portNumber } from './validation/port';

/** Something of a project that listens for others: its server, or a relay. */
export interface ProjectListener {
  /** The participant's name, and its place in the list. */
  name: string;
  at: number;
  kind: 'server' | 'relay';
  /** Names of the machine it runs on, in lower case; all names of this machine itself are `localhost`. */
  hosts: string[];
  ports: { field: string; port: number }[];
}

/** NVFlare's own, when the file names none. */
const defaultPort = 8002;

/** Where a project's server and relays would listen. What is no port is left out: another rule says so. */
export function listenersOf({ participants }: ProjectModel): ProjectListener[] {
  return participants.flatMap((entry, at): ProjectListener[] => {
    if (entry.type === 'server') {
      const { name, defaultHost, hostNames, fedLearnPort, adminPort } = entry;
      const main = fedLearnPort === null ? defaultPort : portNumber(fedLearnPort);
      const ports = [
        { field: 'fed_learn_port', port: main },
        { field: 'admin_port', port: adminPort === null ? main : portNumber(adminPort) },
      ];
      return [
        { name, at, kind: 'server', hosts: hostsOf(defaultHost || name, hostNames), ports: known(ports) },
      ];
    }
    if (entry.type !== 'relay' || !entry.listeningHost) return [];
    const { defaultHost, hostNames, port } = entry.listeningHost;
    const ports = known([{ field: 'listening_host.port', port: portNumber(port) }]);
    return [
      { name: entry.name, at, kind: 'relay', hosts: hostsOf(defaultHost || 'localhost', hostNames), ports },
    ];
  });
}

function known(ports: { field: string; port: number | null }[]): ProjectListener['ports'] {
  const found = ports.flatMap(({ field, port }) => (port === null ? [] : [{ field, port }]));
  return found.filter(({ port }, at) => found.findIndex((other) => other.port === port) === at);
}

/**
 * `localhost` among further names says nothing of which machine it is, as certificates often carry it for trying
 * things; as the host that others connect to it does.
 */
function hostsOf(main: string, further: string[]): string[] {
  const others = further.map(normalise).filter((host) => host !== 'localhost' && host !== '');
  return [...new Set([normalise(main), ...others])];
}

function normalise(host: string): string {
  const name = host.trim().toLowerCase().replace(/\.$/, '');
  return name === 'localhost' || name === '0.0.0.0' || /^127\.\d+\.\d+\.\d+$/.test(name) ? 'localhost' : name;
}
