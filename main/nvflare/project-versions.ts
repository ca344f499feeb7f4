import { eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { projectRows } from '../projects/tables';
import { projectVersionRows } from './tables';

export type ProjectVersions = ReturnType<typeof createProjectVersions>;

/** Which NVFlare each project chose. */
export function createProjectVersions(db: Db) {
  return {
    read: (projectId: string): string | null =>
      db.select().from(projectVersionRows).where(eq(projectVersionRows.projectId, projectId)).get()
        ?.version ?? null,
    /** Null: none of its own. */
    write(projectId: string, version: string | null): void {
      if (version === null)
        db.delete(projectVersionRows).where(eq(projectVersionRows.projectId, projectId)).run();
      else
        db.insert(projectVersionRows)
          .values({ projectId, version })
          .onConflictDoUpdate({ target: projectVersionRows.projectId, set: { version } })
          .run();
    },
    exists: (projectId: string): boolean =>
      db.select({ id: projectRows.id }).from(projectRows).where(eq(projectRows.id, projectId)).get() !==
      undefined,
    /** Every choice, with the name of its project. */
    all: (): { id: string; name: string; version: string }[] =>
      db
        .select({ id: projectRows.id, name: projectRows.name, version: projectVersionRows.version })
        .from(projectVersionRows)
        .innerJoin(projectRows, eq(projectRows.id, projectVersionRows.projectId))
        .all(),
  };
}
