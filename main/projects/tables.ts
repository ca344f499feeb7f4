import { blob, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';

/** A project. Its truth is the text of its project.yml; the other columns are read off it. */
export const projectRows = sqliteTable(
  'projects',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    description: text().notNull(),
    /** The text of project.yml, comments and unknown keys included. */
    document: text().notNull(),
    /** Counts up with every change of `document`. */
    revision: integer().notNull(),
    archived: integer({ mode: 'boolean' }).notNull().default(false),
    counts: text({ mode: 'json' })
      .$type<{ servers: number; clients: number; relays: number; admins: number }>()
      .notNull(),
    errors: integer().notNull(),
    warnings: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('projects_name').on(sql`lower(${table.name})`)],
);

const ofProject = () =>
  text('project_id')
    .notNull()
    .references(() => projectRows.id, { onDelete: 'cascade' });

/** Files that go along with a project into every run: a custom CA, confidential-computing settings. */
export const projectFileRows = sqliteTable(
  'project_files',
  {
    projectId: ofProject(),
    name: text().notNull(),
    content: blob({ mode: 'buffer' }).notNull(),
    sha256: text().notNull(),
    addedAt: integer('added_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name] })],
);

/** Code from outside NVFlare that someone has allowed a project to run on this machine. */
export const codeConsentRows = sqliteTable(
  'code_consents',
  {
    projectId: ofProject(),
    /** The dotted path of the class, as the project file names it. */
    path: text().notNull(),
    allowedBy: text('allowed_by').notNull(),
    allowedAt: integer('allowed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.path] })],
);
