import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this file: in `out/main`, in its chunks or, in tests, among the sources. */
const here = (): string => path.dirname(fileURLToPath(import.meta.url));

/**
 * The folder of files that come with the app: `resources` of the repository; in an installed app, where
 * Python and Drizzle could not read them out of the archive, the folder that the archive is in.
 */
export function findResources(from = here()): string {
  const root = findRoot(from);
  const found = [path.join(root, 'resources'), path.dirname(root)].find((folder) =>
    existsSync(path.join(folder, 'migrations')),
  );
  if (!found) throw new Error(`no resources for ${root}`);
  return found;
}

/** The app's own folder, where package.json and out are: the repository, or the archive of an installed app. */
export function findRoot(from = here()): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(folder) === folder) throw new Error(`no package.json above ${from}`);
  }
}
