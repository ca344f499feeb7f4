import type { Store } from '../db/open';
import type { Log } from '../logs/log';
import type { Layout } from '../provisioning/layout';
import type { AuditSink } from '../rpc/base';
import type { Tasks } from '../tasks/service';
import type { Unsealer } from '../vault/service';
import type { BackupParts } from './backup-content';
import type { BackupFolder } from './backup-folder';
import type { DiagnosticSources } from './diagnostics';

/** What upkeep is given of the rest. */
export interface UpkeepOptions {
  data: string;
  migrations: string;
  version: string;
  door: 'window' | 'browser' | 'cli';
  store: Store;
  layout: Layout;
  tasks: Tasks;
  audit: AuditSink;
  log: Log;
  grants: {
    /** @throws AppError NOT_FOUND, or INVALID when the grant is of another kind. */
    resolve(grantId: string, kind: 'save' | 'file'): string;
  };
  /** Has a file written to a place of its own and gives a link to it that works once. */
  links: {
    fill(
      fileName: string,
      write: (file: string) => Promise<number>,
    ): Promise<{ url: string; sizeBytes: number }>;
    dispose(): void;
  };
  /** The keys that seal, on their way from one keychain to another. */
  keys: {
    wrap: BackupParts['wrapKeys'];
    /** Puts them into this keychain. Where there is none, resolves to what unseals with them. */
    adopt(text: string, passphrase: string): Promise<Unsealer | null>;
  };
  makePassphrase: () => string;
  /** From now on this text is removed from everything that is written or shown. */
  registerSecret: (secret: string) => void;
  diagnostics: Omit<DiagnosticSources, 'data' | 'schema' | 'tasks'>;
}

/** What its parts share. */
export interface UpkeepParts extends UpkeepOptions {
  backups: BackupFolder;
  backupParts: BackupParts;
}

/** One at a time, over all processes: a backup must not be pruned or a run cleaned while another one reads it. */
export const upkeepLock = {
  name: 'upkeep',
  busy: 'A backup, a restore or a clean-up is already under way.',
};
