import type { ProjectRuntime, RuntimeCandidate } from '../../preload/contract/runtime';
import { AppError, notFound } from '../errors';
import { isUsable } from './candidate';
import { sourceOrder } from './discovery';
import type { Finder } from './finder';
import type { ProjectVersions } from './project-versions';
import { type Features, compareVersions, featuresOf } from './version';

export interface ProjectRuntimeOptions {
  finder: Finder;
  versions: ProjectVersions;
  /** The NVFlare of a project's newest kits. */
  lastVersion: (projectId: string) => string | null;
}

/** Which NVFlare each project is provisioned with: its own choice, or whichever the app uses. */
export function createProjectRuntimes({ finder, versions, lastVersion }: ProjectRuntimeOptions) {
  const usable = async (): Promise<RuntimeCandidate[]> =>
    (await finder.look(sourceOrder, 'known')).filter(isUsable);

  async function forProject(projectId: string): Promise<ProjectRuntime> {
    if (!versions.exists(projectId)) throw notFound('This project');
    const found = await usable();
    const here = [...new Set(found.map(({ nvflareVersion }) => nvflareVersion ?? ''))].sort(compareVersions);
    const version = versions.read(projectId);
    const usual = found[0]?.nvflareVersion ?? null;
    return {
      ...{ version, usual },
      next: version === null ? usual : here.includes(version) ? version : null,
      features: version === null ? (found[0]?.features ?? null) : featuresOf(version),
      choices: here.map((each) => ({ version: each, features: featuresOf(each) })),
      lastGood: lastVersion(projectId),
    };
  }

  return {
    forProject,
    async chooseForProject(projectId: string, version: string | null): Promise<ProjectRuntime> {
      if (!versions.exists(projectId)) throw notFound('This project');
      versions.write(projectId, version);
      return forProject(projectId);
    },
    /** What can be done with a project: with its own NVFlare even where that is not installed. */
    async featuresFor(projectId: string | null): Promise<Features | null> {
      const own = projectId === null ? null : versions.read(projectId);
      if (own !== null) return featuresOf(own);
      return (await usable())[0]?.features ?? null;
    },
    /**
     * The Python with the version that a project chose; null when it chose none.
     * @throws AppError UNAVAILABLE when that version is nowhere.
     */
    async requireOwn(projectId: string): Promise<RuntimeCandidate | null> {
      const version = versions.read(projectId);
      if (version === null) return null;
      for (const freshness of ['checked', 'again'] as const) {
        const found = await finder.look(sourceOrder, freshness);
        const own = found.find((each) => isUsable(each) && each.nvflareVersion === version);
        if (own) return own;
      }
      throw new AppError('UNAVAILABLE', `This project is for NVFlare ${version}, which is not installed.`, {
        hint: `Install it in Settings, or run: fedwright nvflare install --version ${version}. Or choose another version for this project.`,
      });
    },
  };
}
