import type { KitDetail } from '../../preload/contract/kits';
import type { KitType } from '../kits/kit-files';
import type { KitInspection } from '../kits/kit-inventory';
import type { FileParticipant } from '../provisioning/project-file';
import type { Sealer, Unsealer } from '../vault/service';

interface CertCall {
  /** Exists, and is removed afterwards. */
  directory: string;
  signal: AbortSignal;
  onLine(line: string): void;
}

/** What distributed provisioning needs of NVFlare. All paths are absolute. */
export interface CertToolPort<R> {
  init(
    runtime: R,
    call: CertCall & { profile: string; out: string; org: string; validDays: number },
  ): Promise<void>;
  request(runtime: R, call: CertCall & { participant: string; out: string }): Promise<void>;
  approve(
    runtime: R,
    call: CertCall & { request: string; ca: string; profile: string; out: string; validDays: number },
  ): Promise<void>;
  package(
    runtime: R,
    call: CertCall & { signed: string; requestDirectory: string; workspace: string; fingerprint: string },
  ): Promise<void>;
}

export interface NvflarePort<R extends { version: string; python: string }> {
  /** @throws AppError UNAVAILABLE when there is none that can be used. */
  require(): Promise<R>;
  tool: CertToolPort<R>;
}

/** What it needs of kits: the same checks and the same ways out as for those of a provisioning run. */
export interface KitsPort {
  inspect(
    directory: string,
    about: { participant: string; type: KitType; declared: FileParticipant | null },
  ): Promise<KitInspection>;
  /** Whether a file holds a secret, by its name. */
  isSecret(file: string): boolean;
  /** Writes a zip, protected when there is a password. */
  writeZip(
    file: string,
    kit: { participant: string; directory: string },
    options?: { password: string },
  ): Promise<number>;
  /** Copies a kit as a folder named after its participant. @returns where it is. */
  copy(target: string, kit: { participant: string; directory: string }): Promise<string>;
  makePassword(): string;
}

/** What it needs of the vault, which seals private keys between tasks. */
export interface VaultPort {
  /** @throws AppError UNAVAILABLE when the keychain is locked and this data directory seals. */
  sealing(): Promise<{ sealer: Sealer | null; warning: string | null }>;
  unsealer(): Unsealer;
}

export type KitLook = Pick<KitDetail, 'files' | 'certificates' | 'checks'>;

/** What it needs of the paths that a person granted. */
export interface GrantsPort {
  /** @throws AppError NOT_FOUND, or INVALID when the grant is of another kind. */
  resolve(grantId: string, kind: 'file' | 'save' | 'folder'): string;
}

/** Files that are staged for a drag or a link, by the id of what they are of. */
export interface StagesPort {
  stage(
    id: string,
    fileName: string,
    write: (file: string) => Promise<number>,
    taken: () => void,
  ): Promise<{ stageId: string; url: string; fileName: string }>;
  need(stageId: string, id: string): { file: string };
  dispose(): void;
}

/** Links that work once. */
export interface LinksPort {
  fill(
    fileName: string,
    write: (file: string) => Promise<number>,
  ): Promise<{ url: string; sizeBytes: number }>;
  dispose(): void;
}
