import type { KitSummary } from '../../preload/contract/kits';
import type { HostPortsService } from '../host-ports/service';
import type { HostAccess } from '../hosts/host-access';
import type { TreeEntry } from '../files/tree';
import type { Tasks } from '../tasks/service';
import type { ConsoleBundle } from './ground';
import type { SendFiles } from './host-kit';
import type { HostScripts } from './host-scripts';
import type { LeavingKit } from './kit-content';
import type { DeploymentStore } from './store';

/** What a check before a start has found. */
export interface CheckResult {
  id: string;
  state: 'ok' | 'attention' | 'failed' | 'unknown';
  title: string;
  message: string;
  hint: string;
}

/** What is to be started, and where. */
export interface CheckInput {
  kitId: string;
  place:
    | { kind: 'host'; hostId: string; directory: string; python: string | null }
    | { kind: 'container'; hostId: string; name: string };
  /** The host that the server of its project is on; null when that is not known. */
  serverHostId: string | null;
}

/** The checks before a start. */
export interface Checks {
  check(input: CheckInput, signal: AbortSignal): Promise<CheckResult[]>;
  /** Those without which a start is pointless. A site whose server is not up yet tries again by itself. */
  blockers: readonly string[];
}

/** What deployments need of the kits. */
export interface KitsPort {
  /** @throws AppError NOT_FOUND; CONFLICT when the participant is disabled; STORAGE when the files are gone */
  leave(kitId: string, evenDisabled: boolean): LeavingKit;
  find(kitId: string): KitSummary | undefined;
  list(filter: { runId: null; projectId: string; all: false }): KitSummary[];
  recordHandover(
    input: { kitId: string; recipient: string; method: string; note: string; evenDisabled: boolean },
    recordedBy: string,
  ): unknown;
  modeOf(entry: Pick<TreeEntry, 'path' | 'kind' | 'mode'>): number;
}

/** What the parts of deployments share. */
export interface Parts {
  access: HostAccess;
  scripts: HostScripts;
  send: SendFiles;
  kits: KitsPort;
  rows: DeploymentStore;
  /** The log of a container, and what follows. */
  containerLog: (
    input: { containers: { hostId: string; containerId: string }[]; tail: number },
    signal: AbortSignal,
  ) => AsyncIterable<ConsoleBundle>;
  tasks: Pick<Tasks, 'define' | 'start' | 'list' | 'relock'>;
  ports: Pick<HostPortsService, 'look' | 'reserve' | 'release' | 'releaseAll' | 'reservations'>;
  /** Says in words why a container did not start, such as who has its port. */
  explainStart: (
    of: { hostId: string; containerId: string; owner: string },
    error: unknown,
  ) => Promise<unknown>;
  /** What is looked at before a start; null where nothing is. */
  checks: Checks | null;
  /** Has the pages look again at the kits of a host. */
  ring: (hostId: string) => void;
}
