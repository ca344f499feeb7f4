import type { Log } from '../logs/log';
import type { Belongings } from '../projects/belongings';
import type { RunPlace } from '../provisioning/layout';
import type { StateStore } from '../provisioning/state-store';
import type { Tasks } from '../tasks/service';

/** What the CA's ways in and out are given of the rest. */
export interface CaParts {
  version: string;
  states: Pick<StateStore, 'read' | 'readAll' | 'isSealed'>;
  runs: {
    /** The newest run that succeeded, and where its files are. */
    newest(projectId: string): { id: string; number: number; place: RunPlace } | null;
    /**
     * Makes a state from elsewhere the one that the next run of a project goes on from.
     * @throws AppError CONFLICT for a project that has one, UNAVAILABLE when the keychain is locked.
     */
    adopt(work: {
      projectId: string;
      taskId: string;
      startedBy: string;
      state: ReadonlyMap<string, Buffer>;
    }): Promise<{ runId: string; warning: string | null }>;
  };
  projects: {
    /** @throws AppError NOT_FOUND */
    document(projectId: string): { name: string; text: string };
    /** Its files, who is disabled in it, and the NVFlare it chose. */
    belongings(projectId: string): Belongings;
    /** To a new project. @throws AppError INVALID for a file that cannot be one. */
    giveBelongings(projectId: string, given: Belongings): void;
    findByName(name: string): { id: string } | undefined;
    /** @throws AppError CONFLICT when a project of that name is there. */
    import(file: {
      text: string;
      fileName: string;
      onConflict: 'refuse';
    }): Promise<{ summary: { id: string } }>;
    remove(project: { projectId: string; confirmName: string }): unknown;
  };
  tasks: Pick<Tasks, 'define' | 'start' | 'wait'>;
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
  makePassphrase: () => string;
  /** From now on this text is removed from everything that is written or shown. */
  registerSecret: (secret: string) => void;
  /** Starts sealing what is in clear. */
  seal: (startedBy: string) => { taskId: string };
  log: Log;
}
