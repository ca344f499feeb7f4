import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../../preload/contract/runtime';
import { conflict, notFound } from '../errors';
import type { Tasks } from '../tasks/service';
import { listEnvironments, removeEnvironment } from './own-environment';
import type { ProjectVersions } from './project-versions';
import { sizeOf } from './wheel-folder';

export interface EnvironmentsOptions {
  data: string;
  tasks: Pick<Tasks, 'list'>;
  versions: ProjectVersions;
  /** The interpreter that the app uses now. */
  chosenPython: () => Promise<string | null>;
}

/** Fedwright's own environments, one for each version: what they cost, who uses them, and removing one. */
export function createEnvironments({ data, tasks, versions, chosenPython }: EnvironmentsOptions) {
  // Whole environments do not change, and the page asks again with every change of the store.
  const sizes = new Map<string, Promise<number>>();
  function sizeOnce(folder: string, installedAt: number | null): Promise<number> {
    const key = `${folder} ${installedAt}`;
    const known = sizes.get(key) ?? sizeOf(folder);
    sizes.set(key, known);
    return known;
  }

  async function list(): Promise<{ environments: Environment[] }> {
    const [found, chosen] = await Promise.all([listEnvironments(data, ''), chosenPython()]);
    const choices = versions.all();
    const environments = await Promise.all(
      found.map(async ({ version, folder }) => {
        const installedAt = await timeOf(folder);
        return {
          ...{ version, installedAt, bytes: await sizeOnce(folder, installedAt) },
          inUse: chosen?.startsWith(folder + path.sep) ?? false,
          projects: choices
            .filter((choice) => choice.version === version)
            .map(({ id, name }) => ({ id, name })),
        };
      }),
    );
    return { environments };
  }

  return {
    environments: list,
    /** @throws AppError NOT_FOUND, CONFLICT while it is used or anything runs that may use it. */
    async removeEnvironment(version: string): Promise<{ environments: Environment[] }> {
      const own = (await list()).environments.find((each) => each.version === version);
      if (!own) throw notFound('This environment');
      assertUnused(own);
      // Those of other processes, too.
      if (tasks.list({ limit: 50, tray: true }).some(({ finishedAt }) => finishedAt === null))
        throw conflict('Something is still running.', 'Wait for its end, or cancel it, then remove this.');
      await removeEnvironment(data, version);
      return list();
    },
  };
}

function assertUnused({ version, inUse, projects }: Environment): void {
  if (inUse) throw conflict(`NVFlare ${version} is in use.`, 'Choose another one first, then remove this.');
  if (projects.length === 0) return;
  const names = projects.map(({ name }) => name).join(', ');
  throw conflict(
    `NVFlare ${version} is what these projects use: ${names}.`,
    'Choose another version in each of them, then remove this.',
  );
}

/** When it was made: its mark is written last. */
const timeOf = async (folder: string): Promise<number | null> =>
  (await stat(path.join(folder, '.complete')).catch(() => null))?.mtimeMs ?? null;
