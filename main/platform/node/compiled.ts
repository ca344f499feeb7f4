import { mkdirSync, statSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import envPaths from 'env-paths';

/**
 * What Node compiles of the app is kept for the next start, which takes a third less time then. To be called before
 * the app is loaded. In the cache of this person and not in the folder for temporary files, which is Node's own choice:
 * it is code that is run, and others may write there. Not for a packaged app, whose code comes from its archive alone.
 * Does nothing where Node is older than 22.1.
 */
export function keepCompiled(): void {
  const folder = path.join(envPaths('fedwright', { suffix: '' }).cache, 'compiled');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(folder)) return;
  } catch {
    // A start that takes longer is better than none.
    return;
  }
  (module as { enableCompileCache?: (folder: string) => unknown }).enableCompileCache?.(folder);
}

/** Nobody else may write there. On Windows the rights of the person's own folder see to that. */
function isOwn(folder: string): boolean {
  if (!process.getuid) return true;
  const { uid, mode } = statSync(folder);
  return uid === process.getuid() && (mode & 0o022) === 0;
}
