import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, tool, toolNode } from './paths.mjs';
import { mustRun } from './run.mjs';
import { say } from './say.mjs';

const stamp = path.join(root, 'out', '.stamp');
const sources = [
  'main',
  'preload',
  'renderer',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'tsconfig.main.json',
  'tsconfig.renderer.json',
];

/** Builds the app when a source is newer, gone or new since the last build. */
export async function ensureBuilt() {
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  say('building');
  await build();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

async function build() {
  const args = [tool('electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'];
  await mustRun(toolNode(), args, { quiet: true }, 'The lines above say what does not compile.');
}

/** Changes with the name, size or time of any source. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) addTo(hash, path.join(root, source));
  return hash.digest('hex');
}

function addTo(hash, file) {
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status) return;
  if (status.isDirectory()) {
    for (const name of readdirSync(file).toSorted()) addTo(hash, path.join(file, name));
  } else if (!/\.test\.tsx?$/.test(file)) {
    hash.update(`${path.relative(root, file)} ${status.size} ${status.mtimeMs}\n`);
  }
}
