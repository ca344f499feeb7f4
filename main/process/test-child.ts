import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/**
 * Puts a module of the sources and all that it imports of them into one file, which processes that a test starts can
 * load at once: compiling the sources anew in each took most of their time. `remove` takes it away.
 */
export async function buildForChildren(source: string): Promise<{ url: string; remove(): void }> {
  // In the repository, as the packages that it imports are looked for from where it is.
  const outDir = path.resolve('.cache', `for-children-${randomUUID()}`);
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: source, outDir, rollupOptions: { output: { entryFileNames: 'module.mjs' } } },
  });
  return {
    url: pathToFileURL(path.join(outDir, 'module.mjs')).href,
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}
