import { sql } from 'drizzle-orm';
import { blob, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { firstWorkspaceId } from '../workspaces/tables';
import type { ProjectListener } from './listeners';

/** A project. Its truth is the text of its project.yml; the other columns are read off it. */
export const projectRows = sqliteTable(
  'projects',
  {
    id: text().primaryKey(),
    /**
     * Which workspace it is in. No foreign key: SQLite adds no column that has one and a default. Whoever makes
     * a project or deletes a workspace looks at the other inside one transaction.
     */
    workspaceId: text('workspace_id').notNull().default(firstWorkspaceId),
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
    /** Where its server and relays listen, read off the file; null in rows of a version that did not look. */
    listeners: text({ mode: 'json' }).$type<ProjectListener[]>(),
    errors: integer().notNull(),
    warnings: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('projects_name').on(sql`lower(${table.name})`)],
);

/** Projects whose rows are gone and whose files may still be there: removing them goes on at the next start. */
export const removalRows = sqliteTable('project_removals', {
  projectId: text('project_id').primaryKey(),
  at: integer().notNull(),
});

/** A template that a person made: the file of a project, without anything that was provisioned. */
export const templateRows = sqliteTable(
  'templates',
  {
    id: text().primaryKey(),
    title: text().notNull(),
    description: text().notNull(),
    document: text().notNull(),
    counts: text({ mode: 'json' })
      .$type<{ servers: number; clients: number; relays: number; admins: number }>()
      .notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('templates_title').on(sql`lower(${table.title})`)],
);

/** Files that go along with a template, as they were in the project that it was made from. */
export const templateFileRows = sqliteTable(
  'template_files',
  {
    templateId: text('template_id')
      .notNull()
      .references(() => templateRows.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    content: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.name] })],
);

/**
 * Participants that runs leave out, by their name in the file. The file keeps them: enabled again, they are as
 * they were.
 */
export const disabledRows = sqliteTable(
  'disabled_participants',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projectRows.id, { onDelete: 'cascade' }),
    participant: text().notNull(),
    reason: text().notNull(),
    at: integer().notNull(),
    by: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.participant] })],
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
