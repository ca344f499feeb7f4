import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { mustRun } from './run.mjs';
import { StepFailed, say } from './say.mjs';

/** Installs the dependencies when they are not those of package-lock.json. */
export async function ensureDependencies() {
  if (areInstalled(readLock('package-lock.json'), readLock(path.join('node_modules', '.package-lock.json'))))
    return;
  assertOwnFolder();
  say('installing the dependencies (npm ci); this takes a minute the first time');
  // Every native package brings its binaries along. With scripts allowed, npm compiles better-sqlite3 all the
  // same: a lockfile does not carry the note by which a package forbids that.
  await npm('ci', '--ignore-scripts');
  // The one script that is needed: it fetches the Node that every npm script runs on.
  await npm('rebuild', 'node', '--ignore-scripts=false');
}

/** npm ci empties node_modules first, and through a link the folder of whoever shares it. */
function assertOwnFolder() {
  if (!lstatSync(path.join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new StepFailed(
    'node_modules is a link to a folder that others may use, and it does not have what package-lock.json wants.',
    'Bring that folder up to date where it belongs, or remove the link to get one of your own.',
  );
}

async function npm(...words) {
  const script = process.env.npm_execpath;
  const [command, args] = script?.endsWith('.js')
    ? [process.execPath, [script, ...words]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', words];
  await mustRun(command, args, { quiet: true }, 'Check the network and the lines above, then try again.');
}

function readLock(name) {
  try {
    return JSON.parse(readFileSync(path.join(root, name), 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether what npm noted in node_modules is what the lockfile wants. Optional packages may be missing: they
 * are for other systems.
 */
export function areInstalled(wanted, installed) {
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const found = installed[name];
    return found
      ? found.version === entry.version
      : Boolean(entry.optional || entry.devOptional || entry.peer);
  });
}
