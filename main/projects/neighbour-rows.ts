import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Store } from '../db/open';
import { workspaceRows } from '../workspaces/tables';
import type { ProjectListener } from './listeners';
import { projectRows } from './tables';

/** What of a project is looked at from others. */
export interface NeighbourRow {
  id: string;
  name: string;
  workspace: string | null;
  /** Null in a row of a version that did not look. */
  listeners: ProjectListener[] | null;
}

/** Where the stored projects listen, as was noted when their files were. */
export const createNeighbourRows = ({ db }: Pick<Store, 'db'>) => ({
  /** Every project that is not archived. */
  list: (): NeighbourRow[] =>
    db
      .select({
        id: projectRows.id,
        name: projectRows.name,
        workspace: workspaceRows.name,
        listeners: projectRows.listeners,
      })
      .from(projectRows)
      .leftJoin(workspaceRows, eq(workspaceRows.id, projectRows.workspaceId))
      .where(eq(projectRows.archived, false))
      .orderBy(asc(projectRows.name))
      .all(),
  /** For a row where that was never noted. */
  note(projectId: string, listeners: ProjectListener[]): void {
    db.update(projectRows)
      .set({ listeners })
      .where(and(eq(projectRows.id, projectId), isNull(projectRows.listeners)))
      .run();
  },
});

export type NeighbourRows = ReturnType<typeof createNeighbourRows>;
