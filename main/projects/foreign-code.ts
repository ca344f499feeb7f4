import { and, eq, like } from 'drizzle-orm';
import type { ForeignCode } from '../../preload/contract/projects';
import type { Store } from '../db/open';
import { AppError } from '../errors';
import type { ProjectDocument } from './document/read';
import { error, quote } from './problem';
import { codeConsentRows } from './tables';
import { isOwnBuilder } from './validation/builders';
import { givenFiles, isOutside } from './validation/given-files';
import { isMap } from './yaml/tree';

interface Named extends Pick<ForeignCode, 'kind' | 'path'> {
  field: string;
}

type Document = Pick<ProjectDocument, 'model' | 'rest'>;

/**
 * What a project names that comes from outside: classes that NVFlare would run although they are not its own, and
 * files of this machine that it would read, and copy into kits, although they are none of the project.
 */
export function foreignCodeOf(document: Document): Named[] {
  const { builders, packager } = document.model;
  const named = builders.map(({ path }, index) => ({ path, field: `builders[${index}].path` }));
  const last = isMap(packager) && typeof packager['path'] === 'string' ? packager['path'] : '';
  const classes = [...named, { path: last, field: 'packager.path' }]
    .filter(({ path }) => path !== '' && !isOwnBuilder(path))
    .map((one): Named => ({ ...one, kind: 'class' }));
  const files = givenFiles(document)
    .filter(({ file }) => isOutside(file))
    .map(({ file: path, field }): Named => ({ path, field, kind: 'file' }));
  return [...classes, ...files];
}

/**
 * Who allowed which project what from outside on this machine. A path of a file and one of a class are never the
 * same: no class has a slash in its path.
 */
export function createForeignCode({ db }: Pick<Store, 'db'>) {
  const ofProject = (projectId: string) => eq(codeConsentRows.projectId, projectId);
  const consents = (projectId: string) =>
    new Map(
      db
        .select()
        .from(codeConsentRows)
        .where(ofProject(projectId))
        .all()
        .map((row) => [row.path, { by: row.allowedBy, at: row.allowedAt }]),
    );

  return {
    list(projectId: string, document: Document): ForeignCode[] {
      const allowed = consents(projectId);
      const found = new Map(foreignCodeOf(document).map(({ kind, path }) => [path, kind]));
      return [...found].map(([path, kind]) => ({ kind, path, allowed: allowed.get(path) ?? null }));
    },
    /** Everything that this project may use, whether its file names it now or not. */
    allowed: (projectId: string): ReadonlySet<string> => new Set(consents(projectId).keys()),
    allow(projectId: string, path: string, by: string): void {
      db.insert(codeConsentRows)
        .values({ projectId, path, allowedBy: by, allowedAt: Date.now() })
        .onConflictDoNothing()
        .run();
    },
    withdraw(projectId: string, path: string): void {
      db.delete(codeConsentRows)
        .where(and(ofProject(projectId), eq(codeConsentRows.path, path)))
        .run();
    },
    withdrawAll(projectId: string): void {
      db.delete(codeConsentRows).where(ofProject(projectId)).run();
    },
    /** For when the project's own files change: what was allowed may be other code now. */
    withdrawFiles(projectId: string): void {
      db.delete(codeConsentRows)
        .where(and(ofProject(projectId), like(codeConsentRows.path, 'files.%')))
        .run();
    },
    /** @throws AppError FORBIDDEN naming each class and file that nobody has allowed this project to use. */
    assertAllowed(projectId: string, document: Document): void {
      const allowed = consents(projectId);
      const missing = foreignCodeOf(document).filter(({ path }) => !allowed.has(path));
      const [first] = missing;
      if (!first) return;
      const { message, hint } = refusals[first.kind](quote(first.path));
      throw new AppError('FORBIDDEN', message, { hint, problems: missing.map(unallowed) });
    },
  };
}

const refusals: Record<ForeignCode['kind'], (path: string) => { message: string; hint: string }> = {
  class: (path) => ({
    message: `Nobody has allowed this project to run ${path}.`,
    hint: 'It is no part of NVFlare and would run on this machine with your rights. Allow it if you know what it does and trust whoever wrote the file.',
  }),
  file: (path) => ({
    message: `Nobody has allowed this project to read ${path}.`,
    hint: 'It is no file of the project, and what is in it may get into kits. Allow it if you know what it holds and trust whoever wrote the project file, or add it to the files of the project.',
  }),
};

const unallowed = ({ kind, path, field }: Named) =>
  kind === 'class'
    ? error(
        field,
        'code.consent',
        `Provisioning would run ${quote(path)}, which is no part of NVFlare.`,
        'Allow it for this project, or remove it.',
      )
    : error(
        field,
        'file.consent',
        `Provisioning would read ${quote(path)}, which is no file of the project.`,
        'Allow it for this project, add it to the files of the project, or remove it.',
      );
