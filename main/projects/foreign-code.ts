import { and, eq, like } from 'drizzle-orm';
import type { ForeignCode, ProjectModel } from '../../preload/contract/projects';
import type { Store } from '../db/open';
import { AppError } from '../errors';
import { error, quote } from './problem';
import { codeConsentRows } from './tables';
import { isOwnBuilder } from './validation/builders';
import { isMap } from './yaml/tree';

interface Named {
  path: string;
  field: string;
}

/** The classes that a project names and that NVFlare would run although they are not its own. */
export function foreignCodeOf({ builders, packager }: ProjectModel): Named[] {
  const named = builders.map(({ path }, index): Named => ({ path, field: `builders[${index}].path` }));
  const last = isMap(packager) && typeof packager['path'] === 'string' ? packager['path'] : '';
  const all = [...named, { path: last, field: 'packager.path' }];
  return all.filter(({ path }) => path !== '' && !isOwnBuilder(path));
}

/** Who allowed which project to run which code from outside NVFlare on this machine. */
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
    list(projectId: string, model: ProjectModel): ForeignCode[] {
      const allowed = consents(projectId);
      const paths = [...new Set(foreignCodeOf(model).map(({ path }) => path))];
      return paths.map((path) => ({ path, allowed: allowed.get(path) ?? null }));
    },
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
    /** @throws AppError FORBIDDEN naming each class that nobody has allowed this project to run. */
    assertAllowed(projectId: string, model: ProjectModel): void {
      const allowed = consents(projectId);
      const missing = foreignCodeOf(model).filter(({ path }) => !allowed.has(path));
      const [first] = missing;
      if (!first) return;
      throw new AppError('FORBIDDEN', `Nobody has allowed this project to run ${quote(first.path)}.`, {
        hint: 'It is no part of NVFlare and would run on this machine with your rights. Allow it if you know what it does and trust whoever wrote the file.',
        problems: missing.map(({ path, field }) =>
          error(
            field,
            'code.consent',
            `Provisioning would run ${quote(path)}, which is no part of NVFlare.`,
            'Allow it for this project, or remove it.',
          ),
        ),
      });
    },
  };
}
