import { randomUUID } from 'node:crypto';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Workspace } from '../../preload/contract/workspaces';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { projectRows } from '../projects/tables';
import { workspaceRows } from './tables';

export type Workspaces = ReturnType<typeof createWorkspaces>;

const columns = {
  id: workspaceRows.id,
  name: workspaceRows.name,
  createdAt: workspaceRows.createdAt,
  // Written out, as Drizzle leaves the table's name off where only one table is selected from.
  projects: sql<number>`(select count(*) from projects where projects.workspace_id = workspaces.id)`,
};

/** Shelves that keep the projects of one person or consortium apart from those of another. */
export function createWorkspaces({ db }: Pick<Store, 'db'>) {
  const select = () => db.select(columns).from(workspaceRows).$dynamic();
  const list = (): Workspace[] => select().orderBy(asc(workspaceRows.createdAt), asc(workspaceRows.id)).all();

  function need(id: string): Workspace {
    const found = select().where(eq(workspaceRows.id, id)).get();
    if (!found) throw notFound('This workspace');
    return found;
  }

  function assertFree(name: string, except?: string): void {
    const taken = select()
      .where(sql`lower(${workspaceRows.name}) = lower(${name})`)
      .get();
    if (taken && taken.id !== except)
      throw conflict(`There is already a workspace named "${taken.name}".`, 'Choose another name.');
  }

  /** Another process may add, move or delete at the same moment; each change sees the store as it is. */
  const change = <T>(work: () => T): T => db.transaction(work, { behavior: 'immediate' });

  return {
    list,
    /** @throws AppError CONFLICT when the name is taken, whatever its case. */
    create: ({ name }: { name: string }): Workspace =>
      change(() => {
        assertFree(name);
        const id = randomUUID();
        db.insert(workspaceRows).values({ id, name, createdAt: Date.now() }).run();
        return need(id);
      }),
    /** @throws AppError NOT_FOUND, CONFLICT */
    rename: ({ workspaceId, name }: { workspaceId: string; name: string }): Workspace =>
      change(() => {
        need(workspaceId);
        assertFree(name, workspaceId);
        db.update(workspaceRows).set({ name }).where(eq(workspaceRows.id, workspaceId)).run();
        return need(workspaceId);
      }),
    /** @throws AppError NOT_FOUND, CONFLICT for the last one, or one with projects that are to go nowhere. */
    remove: ({ workspaceId, moveTo }: { workspaceId: string; moveTo: string | null }) =>
      change(() => {
        const { name, projects } = need(workspaceId);
        if (list().length === 1)
          throw conflict(
            `"${name}" is the only workspace.`,
            'Every project is in one. Rename it, or make another first.',
          );
        if (moveTo !== null) move(db, eq(projectRows.workspaceId, workspaceId), need(moveTo).id);
        else if (projects > 0)
          throw conflict(`"${name}" has projects in it.`, 'Say which workspace they go to.');
        if (moveTo === workspaceId)
          throw conflict('The projects would stay in what is deleted.', 'Choose another workspace for them.');
        db.delete(workspaceRows).where(eq(workspaceRows.id, workspaceId)).run();
        return { name, moved: projects };
      }),
    /** @throws AppError NOT_FOUND when the workspace or one of the projects is gone; then nothing is moved. */
    moveProjects: ({ workspaceId, projectIds }: { workspaceId: string; projectIds: string[] }) =>
      change(() => {
        need(workspaceId);
        const wanted = [...new Set(projectIds)];
        const moved = move(db, inArray(projectRows.id, wanted), workspaceId);
        if (moved !== wanted.length) throw notFound('One of these projects');
        return { moved };
      }),
  };
}

const move = (db: Store['db'], which: ReturnType<typeof eq>, workspaceId: string): number =>
  db.update(projectRows).set({ workspaceId }).where(which).run().changes;
