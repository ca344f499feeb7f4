import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { testPython } from './nvflare';

export interface MovablePython {
  /** For the front of a PATH. */
  bin: string;
  /** Takes the whole environment away, as a person who tidies up would. */
  moveAway(): void;
  putBack(): void;
}

/** An environment of its own that shares the installed packages of `python`, which is the one that tests use. */
export function makeMovablePython(folder: string, python = testPython()): MovablePython {
  const original = path.dirname(path.dirname(python ?? ''));
  const home = path.join(folder, 'environment');
  const bin = path.join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  cpSync(path.join(original, 'pyvenv.cfg'), path.join(home, 'pyvenv.cfg'));
  symlinkSync(path.join(original, 'lib'), path.join(home, 'lib'));
  for (const name of ['python', 'python3'])
    symlinkSync(resolveLink(path.join(original, 'bin', name)), path.join(bin, name));
  const script = readFileSync(path.join(original, 'bin', 'nvflare'), 'utf8');
  writeFileSync(path.join(bin, 'nvflare'), script.replace(/^#!.*/, `#!${path.join(bin, 'python')}`), {
    mode: 0o755,
  });
  return {
    bin,
    moveAway: () => renameSync(home, `${home}-away`),
    putBack: () => renameSync(`${home}-away`, home),
  };
}

/** An environment as Fedwright makes them in its data directory, with the packages of `python`. */
export function addOwnEnvironment(data: string, version: string, python = testPython()): void {
  const runtime = path.join(data, 'runtime');
  const folder = path.join(runtime, `nvflare-${version}`);
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const made = mkdtempSync(path.join(runtime, '.made-'));
  makeMovablePython(made, python);
  renameSync(path.join(made, 'environment'), folder);
  rmdirSync(made);
  writeFileSync(path.join(folder, '.complete'), JSON.stringify({ version }));
}

/** The base interpreter: a link into the other environment would make Python think that it is there. */
function resolveLink(file: string): string {
  try {
    return resolveLink(path.resolve(path.dirname(file), readlinkSync(file)));
  } catch {
    return file;
  }
}
