import type { KitSummary } from '../../preload/contract/kits';
import type { CheckResult, PreflightInput } from '../../preload/contract/preflight';
import type { KitFolder } from '../kits/kit-store';
import type { Log } from '../logs/log';
import type { NvflareRuntime } from '../nvflare/nvflare-runtime';
import type { Provisioned, ProvisionCall } from '../nvflare/provision';
import type { ProjectFile } from '../provisioning/project-file';
import type { Tasks } from '../tasks/service';

/** A kit with its files in clear. */
export interface OpenKit {
  kit: KitSummary;
  files: KitFolder;
}

/** What local federations need of others. */
export interface LocalParts {
  tasks: Tasks;
  log: Log;
  /** The data directory, and where the Python files are. */
  data: string;
  resources: string;
  redact: (line: string) => string;
  /** Whether a file of a kit holds a secret. */
  isSecret: (file: string) => boolean;
  kits: {
    /** The current kits of a project. */
    current(projectId: string): KitSummary[];
    open(kitId: string): OpenKit;
    /** The project file that the kits of a run were made from. @throws AppError NOT_FOUND */
    document(runId: string): string;
    /** Copies kits as folders below a target, in clear. @returns the folder of each */
    copy(target: string, kits: OpenKit[], signal: AbortSignal): Promise<string[]>;
  };
  readProject(text: string): ProjectFile;
  nvflare: {
    /** @throws AppError UNAVAILABLE when there is none */
    require(projectId: string): Promise<NvflareRuntime>;
    provision(runtime: NvflareRuntime, call: ProvisionCall): Promise<Provisioned>;
  };
  preflight(input: PreflightInput, signal?: AbortSignal): Promise<CheckResult[]>;
  /** Where a site's kit connects to. */
  endpointOf(kit: OpenKit): Promise<{ host: string; port: number } | null>;
}
