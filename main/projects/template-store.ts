import { asc, count, eq, sql } from 'drizzle-orm';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { quote } from './problem';
import type { FileText } from './project-files';
import { templateFileRows, templateRows } from './tables';

export type TemplateRow = typeof templateRows.$inferSelect;
type TemplateColumns = Pick<TemplateRow, 'title' | 'description' | 'document' | 'counts'>;

/** Characters of a title, as in the contract. */
const maxTitleLength = 80;

/** The files that come with templates; none with those of the app. */
function createTemplateFiles(db: Store['db']) {
  const ofTemplate = (id: string) => eq(templateFileRows.templateId, id);
  return {
    of: (id: string): FileText[] =>
      db
        .select()
        .from(templateFileRows)
        .where(ofTemplate(id))
        .orderBy(asc(templateFileRows.name))
        .all()
        .map(({ name, content }) => ({ name, text: content.toString('utf8') })),
    count: (id: string): number =>
      db.select({ files: count() }).from(templateFileRows).where(ofTemplate(id)).get()?.files ?? 0,
    add(templateId: string, files: readonly FileText[]): void {
      for (const { name, text } of files)
        db.insert(templateFileRows)
          .values({ templateId, name, content: Buffer.from(text, 'utf8') })
          .run();
    },
  };
}

/** The templates that people made. Titles are unique, whatever their case. */
export function createTemplateStore({ db }: Pick<Store, 'db'>) {
  const kept = createTemplateFiles(db);
  const find = (id: string) => db.select().from(templateRows).where(eq(templateRows.id, id)).get();
  const withTitle = (title: string) =>
    db
      .select({ id: templateRows.id })
      .from(templateRows)
      .where(sql`lower(${templateRows.title}) = lower(${title})`)
      .get();

  function need(id: string): TemplateRow {
    const row = find(id);
    if (!row) throw notFound('This template');
    return row;
  }

  function assertFree(title: string, except?: string): void {
    const taken = withTitle(title);
    if (taken && taken.id !== except)
      throw conflict(`There is already a template named ${quote(title)}.`, 'Choose another name.');
  }

  function insert(id: string, columns: TemplateColumns, files: readonly FileText[]): TemplateRow {
    const now = Date.now();
    assertFree(columns.title);
    db.insert(templateRows)
      .values({ id, ...columns, createdAt: now, updatedAt: now })
      .run();
    kept.add(id, files);
    return need(id);
  }

  /** Another process may take a title at the same moment; each change sees the store as it is. */
  const change = <T>(work: () => T): T => db.transaction(work, { behavior: 'immediate' });

  return {
    find,
    need,
    list: () => db.select().from(templateRows).orderBy(asc(templateRows.title)).all(),
    files: kept.of,
    countFiles: kept.count,
    /** @throws AppError CONFLICT when the title is taken. */
    insert: (id: string, columns: TemplateColumns, files: readonly FileText[]): TemplateRow =>
      change(() => insert(id, columns, files)),
    /** Under the title, or the first like it with a number that is free. */
    insertFree: (id: string, columns: TemplateColumns, files: readonly FileText[]): TemplateRow =>
      change(() => {
        let { title } = columns;
        for (let number = 2; withTitle(title); number += 1) {
          const suffix = ` ${number}`;
          title = columns.title.slice(0, maxTitleLength - suffix.length) + suffix;
        }
        return insert(id, { ...columns, title }, files);
      }),
    /** @throws AppError NOT_FOUND, CONFLICT */
    update: (id: string, words: Pick<TemplateRow, 'title' | 'description'>): TemplateRow =>
      change(() => {
        need(id);
        assertFree(words.title, id);
        db.update(templateRows)
          .set({ ...words, updatedAt: Date.now() })
          .where(eq(templateRows.id, id))
          .run();
        return need(id);
      }),
    remove: (id: string): TemplateRow =>
      change(() => {
        const row = need(id);
        db.delete(templateRows).where(eq(templateRows.id, id)).run();
        return row;
      }),
  };
}

export type TemplateStore = ReturnType<typeof createTemplateStore>;
