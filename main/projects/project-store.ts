import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { workspaceRows } from '../workspaces/tables';
import { quote } from './problem';
import { projectRows } from './tables';

export type ProjectRow = typeof projectRows.$inferSelect;
/** A row without the text of its file, which may be long: for lists. */
export type ProjectHead = Omit<ProjectRow, 'document' | 'listeners'>;
/** What is read off a project's file and stored with it. */
export type ProjectColumns = Pick<
  ProjectRow,
  'name' | 'description' | 'document' | 'counts' | 'errors' | 'warnings' | 'listeners'
>;

export const maxNameLength = 63;

const head = {
  id: projectRows.id,
  workspaceId: projectRows.workspaceId,
  name: projectRows.name,
  description: projectRows.description,
  revision: projectRows.revision,
  archived: projectRows.archived,
  counts: projectRows.counts,
  errors: projectRows.errors,
  warnings: projectRows.warnings,
  createdAt: projectRows.createdAt,
  updatedAt: projectRows.updatedAt,
};

/** The projects in the store. Names are unique, whatever their case. */
export function createProjectStore({ db }: Store) {
  const find = (id: string) => db.select().from(projectRows).where(eq(projectRows.id, id)).get();
  const findByName = (name: string) => db.select(head).from(projectRows).where(sameName(name)).get();

  function need(id: string): ProjectRow {
    const row = find(id);
    if (!row) throw notFound('This project');
    return row;
  }

  return {
    need,
    findByName,
    /** Newest change first. */
    heads: (archived: boolean, workspaceId: string | null): ProjectHead[] =>
      db
        .select(head)
        .from(projectRows)
        .where(
          and(
            eq(projectRows.archived, archived),
            workspaceId === null ? undefined : eq(projectRows.workspaceId, workspaceId),
          ),
        )
        .orderBy(desc(projectRows.updatedAt), projectRows.name)
        .all(),
    /** Into the first workspace when none is named. @throws AppError CONFLICT when the name is taken, NOT_FOUND */
    insert(id: string, columns: ProjectColumns, workspaceId: string | null): ProjectRow {
      const now = Date.now();
      assertFree(db, findByName(columns.name), columns.name);
      write(columns.name, () =>
        db.transaction(
          () =>
            db
              .insert(projectRows)
              .values({
                ...{ id, workspaceId: needWorkspace(db, workspaceId) },
                ...{ revision: 1, createdAt: now, updatedAt: now },
                ...columns,
              })
              .run(),
          { behavior: 'immediate' },
        ),
      );
      return need(id);
    },
    /** Takes the next revision, if nobody else has. @throws AppError CONFLICT */
    update(id: string, revision: number, columns: ProjectColumns & { archived?: boolean }): ProjectRow {
      const { changes } = write(columns.name, () =>
        db
          .update(projectRows)
          .set({ ...columns, revision: revision + 1, updatedAt: Date.now() })
          .where(and(eq(projectRows.id, id), eq(projectRows.revision, revision)))
          .run(),
      );
      if (changes === 0) throw changedElsewhere();
      return need(id);
    },
    setArchived(id: string, archived: boolean): ProjectRow {
      need(id);
      db.update(projectRows).set({ archived }).where(eq(projectRows.id, id)).run();
      return need(id);
    },
    freeName: createFreeName(db),
  };
}

/** The workspace of that id, or the oldest. @throws AppError NOT_FOUND when it was deleted meanwhile. */
function needWorkspace(db: Store['db'], id: string | null): string {
  const found = db
    .select({ id: workspaceRows.id })
    .from(workspaceRows)
    .where(id === null ? undefined : eq(workspaceRows.id, id))
    .orderBy(asc(workspaceRows.createdAt), asc(workspaceRows.id))
    .get();
  if (!found) throw notFound('This workspace');
  return found.id;
}

const sameName = (name: string) => sql`lower(${projectRows.name}) = lower(${name})`;

/** The name itself, or with the first number behind it that nobody has. */
function createFreeName(db: Store['db']) {
  const taken = (name: string) =>
    db.select({ id: projectRows.id }).from(projectRows).where(sameName(name)).get() !== undefined;
  return (wanted: string): string => {
    let name = wanted.slice(0, maxNameLength);
    for (let count = 2; taken(name); count += 1) {
      const suffix = `-${count}`;
      name = wanted.slice(0, maxNameLength - suffix.length) + suffix;
    }
    return name;
  };
}

export type ProjectStore = ReturnType<typeof createProjectStore>;

export const changedElsewhere = () =>
  conflict(
    'The project was changed elsewhere since you opened it.',
    'Load it again, or save your edits as a duplicate.',
  );

function assertFree(db: Store['db'], taken: ProjectHead | undefined, name: string): void {
  if (!taken) return;
  const all = db.select().from(workspaceRows).all();
  const where = all.length > 1 ? all.find(({ id }) => id === taken.workspaceId)?.name : undefined;
  throw conflict(
    `There is already a project named ${quote(taken.name)}${where ? ` in the workspace ${quote(where)}` : ''}${taken.archived ? ', in the archive' : ''}.`,
    taken.name === name
      ? 'Choose another name.'
      : 'Choose a name that differs in more than upper and lower case.',
  );
}

/** Two processes may choose one name at the same moment; the index lets only the first one have it. */
function write<T>(name: string, statement: () => T): T {
  try {
    return statement();
  } catch (error) {
    if (isUniqueViolation(error))
      throw conflict(`There is already a project named ${quote(name)}.`, 'Choose another name.');
    throw error;
  }
}

function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_CONSTRAINT_UNIQUE';
}
