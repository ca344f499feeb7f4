import path from 'node:path';
import { _electron } from 'playwright';
import { build } from 'vite';
import { findElectron } from '../scripts/steps/electron.mjs';
import { root } from '../scripts/steps/paths.mjs';

/** The same words as `portMessage` of the contract; a test of the contract holds the preload to them. */
export const portMessage = 'fedwright:port';

/** The page's client as one script that defines `bench`. */
export async function bundlePageClient() {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: path.join(root, 'bench/page-client.mjs'), formats: ['iife'], name: 'bench' },
    },
  });
  const [{ output }] = [built].flat();
  return `${output[0].code}; globalThis.bench = bench;`;
}

/** Starts the app's window in an Electron that Playwright can drive. */
export function startWindow(env) {
  return _electron.launch({
    executablePath: findElectron() ?? undefined,
    // The sandbox refuses to run as root.
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      path.join(root, 'e2e/fixtures/electron-entry.mjs'),
    ],
    cwd: root,
    env,
  });
}
