import { eq, inArray } from 'drizzle-orm';
import type { Store } from '../db/open';
import { AppError, conflict, invalid } from '../errors';
import { quote } from './problem';
import type { ProjectStore } from './project-store';
import { projectRows, removalRows } from './tables';

interface RemovalParts {
  hasRunning: (projectId: string) => boolean;
  /** Removes a project's runs and kits from the disk, after its rows are gone. */
  removeFiles: (projectId: string) => void;
}

/** Deleting projects. The files go after the rows; what stands in the way of that is tried again at the next start. */
export function createRemoval({ db }: Store, rows: ProjectStore, parts: RemovalParts) {
  function removeFiles(projectId: string): void {
    parts.removeFiles(projectId);
    db.delete(removalRows).where(eq(removalRows.projectId, projectId)).run();
  }

  return {
    /**
     * @throws AppError INVALID when the name was not typed right, CONFLICT while a run is going, STORAGE when the
     * project is gone and files of it are not.
     */
    remove({ projectId, confirmName }: { projectId: string; confirmName: string }): { projectId: string } {
      const { name } = rows.need(projectId);
      if (confirmName !== name)
        throw invalid('The name does not match.', `Type ${quote(name)} to delete this project.`);
      removeRows(db, projectId, () => {
        if (!parts.hasRunning(projectId)) return;
        throw conflict(`A run of ${quote(name)} is going on.`, 'Cancel it or wait for its end, then delete.');
      });
      try {
        removeFiles(projectId);
      } catch (error) {
        throw leftBehind(name, error);
      }
      return { projectId };
    },
    /** Goes on with what a crash or a failure has left of deleted projects. `onFailure` gets what stands in the way. */
    finishRemovals(onFailure: (projectId: string, error: unknown) => void): void {
      for (const projectId of findRemovals(db)) {
        try {
          removeFiles(projectId);
        } catch (error) {
          onFailure(projectId, error);
        }
      }
    },
  };
}

/** The project's row, and with it its runs and kits, unless `refuse` throws; what is left to do is noted. */
function removeRows(db: Store['db'], id: string, refuse: () => void): void {
  db.transaction(
    (transaction) => {
      refuse();
      transaction.delete(projectRows).where(eq(projectRows.id, id)).run();
      const note = { projectId: id, at: Date.now() };
      transaction.insert(removalRows).values(note).onConflictDoNothing().run();
    },
    { behavior: 'immediate' },
  );
}

/** Projects whose files are still to be removed; one that was restored since is none of them any more. */
function findRemovals(db: Store['db']): string[] {
  const back = db.select({ id: projectRows.id }).from(projectRows);
  db.delete(removalRows).where(inArray(removalRows.projectId, back)).run();
  return db
    .select()
    .from(removalRows)
    .all()
    .map(({ projectId }) => projectId);
}

const leftBehind = (name: string, error: unknown): AppError =>
  new AppError(
    'STORAGE',
    `The project ${quote(name)} is deleted, but some of its files could not be removed.`,
    {
      hint: 'They are removed at the next start of Fedwright, if the disk lets it by then.',
      details: error instanceof Error ? error.message : String(error),
    },
    error,
  );
