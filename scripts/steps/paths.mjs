import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const cache = path.join(root, '.cache');

/** The Node that the tools and the app run on: the one among the dependencies, whatever the machine has. */
export function toolNode() {
  const own = path.join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  return existsSync(own) ? own : process.execPath;
}

/** The main file of a tool among the dependencies. */
export const tool = (...parts) => path.join(root, 'node_modules', ...parts);

/** Where the person was when they ran a script by npm, which itself changes to the repository. */
export function callerDirectory(script) {
  const { npm_lifecycle_event: running, INIT_CWD: caller } = process.env;
  return running === script && caller ? caller : process.cwd();
}
