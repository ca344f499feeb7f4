import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of files that come with the app. Code runs from `out/main`, from its chunks or, in tests, from
 * the sources: so the nearest folder above that has migrations in it is the one.
 */
export function findResources(from = path.dirname(fileURLToPath(import.meta.url))): string {
  return path.join(findRoot(from), 'resources');
}

/** The app's own folder: where package.json, resources and out are. */
export function findRoot(from = path.dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'resources', 'migrations'))) return folder;
    if (path.dirname(folder) === folder) throw new Error(`no resources above ${from}`);
  }
}
