import type { Engines } from '../docker/engines';
import type { HostPortsService } from '../host-ports/service';
import type { HostAccess } from '../hosts/host-access';
import type { Health } from './fit';
import type { ContainerSecrets } from './secrets';

/** What is needed of the ports of hosts. */
export type Ports = Pick<HostPortsService, 'look' | 'reserveRanges' | 'releaseAll'>;

/** What making a container stands on. */
export interface CreateParts {
  engines: Engines;
  ports: Ports;
  secrets: ContainerSecrets;
  exec: HostAccess['exec'];
  /** Rejects where only the engine can be asked. */
  health: (hostId: string, signal?: AbortSignal) => Promise<Health>;
  nameOf: (hostId: string) => string;
  hostIds: () => string[];
  /** Something on the host has changed. */
  changed: (hostId: string) => void;
}
