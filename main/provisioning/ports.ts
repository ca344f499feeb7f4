import type { Validation } from '../../preload/contract/projects';
import type { KitRecord } from '../kits/kit-collection';
import type { FreshKits } from '../kits/kit-store';
import type { Sealer } from '../vault/service';
import type { ProjectFile } from './project-file';
import type { IssuedKit } from './reissue';
import type { Transaction } from './run-rows';

/** What provisioning needs of projects. */
export interface ProjectsPort {
  /**
   * As a run is to take it: without those who are disabled, whose names are in `disabled`.
   * @throws AppError NOT_FOUND
   */
  document(projectId: string): {
    name: string;
    text: string;
    revision: number;
    disabled: readonly string[];
  };
  /** Against the NVFlare that the project is provisioned with, and the project's own files. */
  validate(text: string, projectId: string): Promise<Validation>;
  /** @throws AppError FORBIDDEN when the text names code that nobody has allowed this project to run. */
  assertCodeAllowed(projectId: string, text: string): void;
  /** Puts the project's own files below the directory that NVFlare runs in. */
  writeFiles(projectId: string, directory: string): void;
}

export interface ProvisionCall {
  /** Absolute paths. */
  projectFile: string;
  workspace: string;
  /** How many private keys will be made; of others it is only less quick. */
  newKeys: number;
  signal: AbortSignal;
  onLine(line: string): void;
  /** 0 to 1. */
  onProgress(value: number): void;
}

/** What provisioning needs of NVFlare. `R` is whatever stands for an installed one. */
export interface NvflarePort<R extends { version: string; python: string }> {
  /** The one for a project. @throws AppError UNAVAILABLE when there is none that can be used. */
  require(projectId: string): Promise<R>;
  /** Runs the real CLI to its end. */
  provision(runtime: R, call: ProvisionCall): Promise<Provisioned>;
}

export interface Provisioned {
  /** The `prod_NN` that this call made. */
  prodDirectory: string;
  stateDirectory: string;
  warnings: string[];
}

/** What provisioning needs of kits. */
export interface KitsPort {
  /** Reads and checks every kit that a run made. @throws AppError UNAVAILABLE when one is not as it must be. */
  collect(made: FreshKits, project: ProjectFile, signal: AbortSignal): Promise<KitRecord[]>;
  insert(transaction: Transaction, runId: string, kits: KitRecord[]): void;
  /** Seals the private keys of kits that a run made. */
  seal(made: FreshKits, sealer: Sealer): Promise<void>;
  /** The current kits of a project, each with the project file that it was made from. */
  issued(projectId: string): (IssuedKit & { id: string })[];
  /** A file of a kit that is no secret. @throws when it cannot be read. */
  readFile(kitId: string, file: string): Buffer;
}

/** What provisioning needs of the vault. */
export interface VaultPort {
  /** @throws AppError UNAVAILABLE when the keychain is locked and keys were sealed before. */
  sealing(): Promise<{ sealer: Sealer | null; warning: string | null }>;
}
