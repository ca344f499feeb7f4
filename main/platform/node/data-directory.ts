import { accessSync, constants, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import { AppError, invalid, toAppError } from '../../errors';
import type { Paths } from '../ports';
import { findResources } from './resources';

export interface DataChoice {
  /** From `--data`; relative paths are meant from `cwd`. */
  argument?: string | undefined;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

/**
 * Decides where everything is. The data directory is, first one wins: `--data`, FEDWRIGHT_DATA, the choice
 * kept in `<config>/location.json`, the operating system's place for data. It is made, for its owner only.
 * @throws AppError STORAGE when it cannot be made or written, INVALID when it is no directory.
 */
export function resolvePaths(choice: DataChoice = {}): Paths {
  const { env = process.env, cwd = process.cwd() } = choice;
  const system = envPaths('fedwright', { suffix: '' });
  const named = choice.argument || env['FEDWRIGHT_DATA'];
  const chosen = named ? null : readPointer(system.config);
  const data = named ? path.resolve(cwd, named) : (chosen ?? system.data);
  makeDirectory(data, chosen === null ? '' : ` It was chosen in Settings; ${backToDefault(system.config)}`);
  return { data, config: system.config, resources: findResources() };
}

/** The data directory that was chosen in the settings; null when none was, or the note is unreadable. */
export function readPointer(config: string): string | null {
  try {
    const content: unknown = JSON.parse(readFileSync(path.join(config, 'location.json'), 'utf8'));
    const data = typeof content === 'object' && content !== null && 'data' in content ? content.data : null;
    return typeof data === 'string' && path.isAbsolute(data) ? data : null;
  } catch {
    return null;
  }
}

const backToDefault = (config: string): string =>
  `to go back to the usual place, remove ${path.join(config, 'location.json')}.`;

/** @param origin What else to say about where it comes from. */
function makeDirectory(folder: string, origin: string): void {
  const existing = statOf(folder, origin);
  if (existing && !existing.isDirectory())
    throw invalid(
      `The data directory is not a directory: ${folder}`,
      `Choose another one with --data.${origin}`,
    );
  try {
    makeWithParents(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(folder, error, origin);
  }
}

/** Step by step: Node's own recursive mkdir never returns where the system refuses with ENOENT, as /proc does. */
function makeWithParents(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })) return;
  makeWithParents(path.dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process was faster.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function statOf(folder: string, origin: string) {
  try {
    return statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw unusable(folder, error, origin);
  }
}

function unusable(folder: string, error: unknown, origin: string): AppError {
  const known = toAppError(error);
  const hint =
    known?.data.hint ?? 'Choose another one with --data, or in the environment variable FEDWRIGHT_DATA.';
  return new AppError(
    'STORAGE',
    `The data directory cannot be used: ${folder}`,
    {
      hint: hint + origin,
      details: error instanceof Error ? error.message : String(error),
    },
    error,
  );
}
