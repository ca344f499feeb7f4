import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { listTree, tightenTree } from '../files/tree';
import type { Layout } from '../provisioning/layout';
import { linkTree } from './link-tree';
import { type Manifest, storeName } from './manifest';
import { readCurrentRuns, readOldCas, readProjects, settleCopy } from './store-file';

export interface BackupParts {
  layout: Layout;
  /** The version of Fedwright. */
  version: string;
  /** Writes a copy of the store as of one moment. */
  copyStore(target: string): Promise<void>;
  /** The keys of these ids under a passphrase, for a backup that leaves the machine. */
  wrapKeys(keyIds: Iterable<string>, passphrase: string): Promise<{ text: string; missing: string[] }>;
}

/** What a backup is made of, laid out in a directory as it will be in the data directory. */
export interface BackupContent {
  manifest: Omit<Manifest, 'format'>;
  directory: string;
  warnings: string[];
}

/** A run that succeeds meanwhile takes the state of the one before away: then it is looked at once more. */
const attempts = 3;

/**
 * Gathers the store, and of each project the newest run's project file and state, those with the old CA while it
 * is being rotated, and all current kits if wanted, in a directory that must not exist yet.
 */
export async function gatherContent(
  directory: string,
  { layout, version, copyStore }: BackupParts,
  options: { withKits: boolean; signal?: AbortSignal | undefined },
): Promise<BackupContent> {
  for (let attempt = 1; ; attempt += 1) {
    options.signal?.throwIfAborted();
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const store = path.join(directory, storeName);
    await copyStore(store);
    settleCopy(store);
    const { schema, projects } = readProjects(store);
    const lacking = projects.filter(
      ({ id, run }) => run !== null && !takeState(layout, directory, { projectId: id, runId: run.id }),
    );
    const lackingOld = readOldCas(store).filter((old) => !takeState(layout, directory, old));
    if (options.withKits)
      for (const { projectId, runId } of readCurrentRuns(store))
        takeKits(layout, directory, projectId, runId);
    const whole = takeDistributed(layout, directory);
    if ((lacking.length > 0 || lackingOld.length > 0 || !whole) && attempt < attempts) continue;
    await tightenTree(directory);
    return {
      directory,
      warnings: [
        ...lacking.map(({ name }) => `The CA of "${name}" is not where it must be, and not in here.`),
        ...lackingOld.map(
          ({ name }) =>
            `The old CA of "${name}" is not where it must be, and not in here: there is no way back to it.`,
        ),
        ...(whole ? [] : ['Not all keys of distributed provisioning are in here: they changed meanwhile.']),
      ],
      manifest: {
        ...{ version, schema, madeAt: Date.now(), withKits: options.withKits },
        projects: projects.map((project) => ({
          ...project,
          hasCa: project.run !== null && !lacking.includes(project),
        })),
        files: listTree(directory)
          .filter(({ kind }) => kind === 'file')
          .map(({ path: name, sizeBytes }) => ({ path: name, sizeBytes })),
      },
    };
  }
}

/**
 * The CAs that sign for others, and the keys of requests that were made here, with their kits, which are made of
 * little more. False when something of it went away while it was read.
 */
function takeDistributed(layout: Layout, directory: string): boolean {
  if (!existsSync(layout.distributed)) return true;
  return whileThere(() =>
    cpSync(layout.distributed, path.join(directory, 'distributed'), { recursive: true }),
  );
}

/** False when the action says so, or a file went away while it was read. */
function whileThere(action: () => boolean | void): boolean {
  try {
    return action() !== false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Takes a run's state and project file. False when it has no state, or it went away while it was read. */
function takeState(
  layout: Layout,
  directory: string,
  { projectId, runId }: { projectId: string; runId: string },
): boolean {
  const from = layout.run(projectId, runId);
  const to = path.join(directory, 'projects', projectId, 'runs', runId);
  return whileThere(() => {
    if (!existsSync(from.state) || readdirSync(from.state).length === 0) return false;
    mkdirSync(to, { recursive: true, mode: 0o700 });
    cpSync(from.state, path.join(to, 'state'), { recursive: true });
    if (existsSync(from.projectFile)) cpSync(from.projectFile, path.join(to, 'project.yml'));
  });
}

/** The kits that are current come from several runs when parts of a project were provisioned. */
function takeKits(layout: Layout, directory: string, projectId: string, runId: string): void {
  const { kits } = layout.run(projectId, runId);
  if (existsSync(kits)) linkTree(kits, path.join(directory, 'projects', projectId, 'runs', runId, 'kits'));
}
