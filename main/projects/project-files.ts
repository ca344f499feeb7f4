import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { ProjectFileInfo } from '../../preload/contract/projects';
import type { Store } from '../db/open';
import { invalid } from '../errors';
import { quote } from './problem';
import { projectFileRows } from './tables';

const maxFiles = 100;

export interface FileText {
  name: string;
  text: string;
}

/**
 * Whether a file can be one of a project that has others with these names.
 * @throws AppError INVALID when it is no text, there are too many, or another differs in case only.
 */
export function assertFits({ name, text }: FileText, names: readonly string[]): void {
  const others = names.filter((each) => each !== name);
  const twin = others.find((each) => each.toLowerCase() === name.toLowerCase());
  if (text.includes('\0'))
    throw invalid(`${quote(name)} is not a text file.`, 'Choose a certificate in PEM, or a YAML file.');
  if (twin)
    throw invalid(`There is a file named ${quote(twin)} already.`, 'Choose another name, or remove it.');
  if (others.length >= maxFiles)
    throw invalid(`A project has at most ${maxFiles} files.`, 'Remove those that are not used any more.');
}

/** The folder that the files of a project are in while NVFlare runs, below its working directory. */
export const filesFolder = 'files';

/** The files of projects. They are kept in the store, so that a backup has them too. */
export function createProjectFiles({ db }: Pick<Store, 'db'>) {
  const ofProject = (projectId: string) => eq(projectFileRows.projectId, projectId);
  const one = (projectId: string, name: string) => and(ofProject(projectId), eq(projectFileRows.name, name));

  const list = (projectId: string): ProjectFileInfo[] =>
    db
      .select({
        name: projectFileRows.name,
        sizeBytes: sql<number>`length(${projectFileRows.content})`,
        sha256: projectFileRows.sha256,
        addedAt: projectFileRows.addedAt,
      })
      .from(projectFileRows)
      .where(ofProject(projectId))
      .orderBy(asc(projectFileRows.name))
      .all();

  return {
    list,
    names: (projectId: string): ReadonlySet<string> => new Set(list(projectId).map(({ name }) => name)),
    /** @throws AppError INVALID when it is no text, the project has too many, or another differs in case only. */
    add({ projectId, name, text }: { projectId: string } & FileText): void {
      assertFits(
        { name, text },
        list(projectId).map((each) => each.name),
      );
      const content = Buffer.from(text, 'utf8');
      const sha256 = createHash('sha256').update(content).digest('hex');
      const values = { content, sha256, addedAt: Date.now() };
      db.insert(projectFileRows)
        .values({ projectId, name, ...values })
        .onConflictDoUpdate({ target: [projectFileRows.projectId, projectFileRows.name], set: values })
        .run();
    },
    remove(projectId: string, name: string): void {
      db.delete(projectFileRows).where(one(projectId, name)).run();
    },
    texts: (projectId: string): FileText[] =>
      db
        .select()
        .from(projectFileRows)
        .where(ofProject(projectId))
        .orderBy(asc(projectFileRows.name))
        .all()
        .map(({ name, content }) => ({ name, text: content.toString('utf8') })),
    /** The text of one file; null when the project has none of this name. */
    text(projectId: string, name: string): string | null {
      const [row] = db.select().from(projectFileRows).where(one(projectId, name)).all();
      return row?.content.toString('utf8') ?? null;
    },
    /** Puts the files where NVFlare finds them when it runs in `directory`. */
    writeTo(projectId: string, directory: string): void {
      const rows = db.select().from(projectFileRows).where(ofProject(projectId)).all();
      if (rows.length === 0) return;
      const folder = path.join(directory, filesFolder);
      // It is there already in a workspace of a project of this very name.
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const { name, content } of rows) writeFileSync(path.join(folder, name), content, { mode: 0o600 });
    },
  };
}
