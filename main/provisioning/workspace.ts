import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError, invalid } from '../errors';
import type { Sealer } from '../vault/service';
import type { Layout, RunPlace } from './layout';
import { workspaceName } from './project-file';
import type { StateStore } from './state-store';

const directoryMode = 0o700;

export interface Workspace {
  /** The whole project, to be kept with the run. */
  projectFile: string;
  /** What NVFlare gets: the same, or a part of it. */
  givenFile: string;
  /** What `nvflare provision -w` gets. */
  root: string;
  /** Where NVFlare looks for the CA and keys it has made before. */
  state: string;
}

/**
 * Makes the directory that one run works in: the project file, and a copy of the last good run's state, so
 * that CA and keys stay byte for byte and nothing that goes wrong can touch the originals. Because a
 * workspace never holds an older run's kits, NVFlare always makes `prod_00` in it, and its limit of a
 * hundred runs, after which it silently makes nothing, is never met.
 */
export async function prepareWorkspace(
  directory: string,
  options: {
    projectName: string;
    text: string;
    /** When NVFlare is to see another file than the project's own. */
    given: string | null;
    copyState: ((to: string) => Promise<void>) | null;
  },
): Promise<Workspace> {
  const root = path.join(directory, 'ws');
  const home = path.join(root, workspaceName(options.projectName));
  if (path.dirname(home) !== root)
    throw invalid(
      `"${options.projectName}" cannot be a project name: NVFlare would write outside of its workspace.`,
      'Use letters, digits, spaces, "-" and "_" only.',
    );
  // One by one, as on a read-only disk Node's recursive form says only that the directory does not exist.
  for (const made of [directory, root, home]) mkdirSync(made, { mode: directoryMode });
  const projectFile = path.join(directory, 'project.yml');
  const workspace = {
    projectFile,
    givenFile: options.given === null ? projectFile : path.join(directory, 'part.yml'),
    root,
    state: path.join(home, 'state'),
  };
  writeFileSync(projectFile, options.text, { mode: 0o600 });
  if (options.given !== null) writeFileSync(workspace.givenFile, options.given, { mode: 0o600 });
  await options.copyState?.(workspace.state);
  return workspace;
}

/**
 * Where the state to go on from is, or null for a project that has none yet.
 * @throws AppError STORAGE when there ought to be one: without it NVFlare would make a new CA, and every kit
 * that is out would stop working.
 */
export function findPreviousState(
  { layout, states }: { layout: Layout; states: StateStore },
  previous: { id: string; projectId: string } | undefined,
): RunPlace | null {
  if (!previous) return null;
  const place = layout.run(previous.projectId, previous.id);
  if (states.has(place)) return place;
  throw new AppError('STORAGE', 'The CA of this project is gone.', {
    hint: `Put it back from a backup: ${states.describe(place)}. Or duplicate the project: the copy gets a new CA, and all of its kits have to be handed out.`,
  });
}

/** Removes the kits that NVFlare made only because it needs their participants in the project. */
export function dropKits(prodDirectory: string, kept: ReadonlySet<string> | null): void {
  if (!kept) return;
  // NVFlare cuts a server's longer name here.
  const names = new Set([...kept].map((name) => name.slice(0, 64)));
  for (const name of readdirSync(prodDirectory))
    if (!names.has(name) && !kept.has(name))
      rmSync(path.join(prodDirectory, name), { recursive: true, force: true });
}

/**
 * Moves what a run made to where it stays. On one disk, so that it is there at once and needs no space. The CA
 * and the keys are on the disk when this resolves: of those there is soon no other copy.
 */
export async function keepResult(
  states: StateStore,
  place: RunPlace,
  made: { projectFile: string; prodDirectory: string; stateDirectory: string; sealer: Sealer | null },
): Promise<void> {
  mkdirSync(place.directory, { recursive: true, mode: directoryMode });
  renameSync(made.prodDirectory, place.kits);
  renameSync(made.projectFile, place.projectFile);
  await states.keep(made.stateDirectory, place, made.sealer);
}

/** Removes all that a run left. @throws the operating system's error when something cannot be removed. */
export function discardRun(layout: Layout, run: { id: string; projectId: string }): void {
  rmSync(layout.stagingOf(run.id), { recursive: true, force: true });
  rmSync(layout.run(run.projectId, run.id).directory, { recursive: true, force: true });
}

/**
 * Removes a project's runs, kits and CA from the disk. The rename makes it one step: a crash in the middle leaves
 * nothing that looks like a project.
 */
export function removeProject(layout: Layout, projectId: string): void {
  const directory = layout.projectDirectory(projectId);
  if (!existsSync(directory)) return;
  mkdirSync(layout.staging, { recursive: true, mode: directoryMode });
  const removed = path.join(layout.staging, randomUUID());
  renameSync(directory, removed);
  rmSync(removed, { recursive: true, force: true });
}

export const namesIn = (directory: string): string[] => (existsSync(directory) ? readdirSync(directory) : []);
