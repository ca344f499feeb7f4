import type { RuntimeCandidate, RuntimeStatus } from '../../preload/contract/runtime';
import { AppError, invalid, notFound } from '../errors';
import type { Tasks } from '../tasks/service';
import { isUsable, toCandidate } from './candidate';
import { interpreterAt, sourceOrder } from './discovery';
import { createEnvironments } from './environments';
import { type Finder, createFinder } from './finder';
import { createInstallKind, installKind } from './install';
import { createInstalling } from './installing';
import { type Machine, toSetting } from './interpreter';
import { type NvflareRuntime, toRuntime } from './nvflare-runtime';
import { createPrepareKind } from './prepare-folder';
import type { Freshness } from './probe-cache';
import { createProjectRuntimes } from './project-runtime';
import type { ProjectVersions } from './project-versions';
import { withManaged } from './python-source';
import type { RuntimeSettings } from './settings';
import { installableVersions } from './version';
import { createWsl } from './wsl';

export type { NvflareRuntime } from './nvflare-runtime';

export interface RuntimeOptions {
  tasks: Pick<Tasks, 'define' | 'start' | 'list'>;
  versions: ProjectVersions;
  /** The NVFlare of a project's newest kits. */
  lastVersion: (projectId: string) => string | null;
  /** The data directory. */
  data: string;
  /** Where `python/` with the scripts is, as real files. */
  resources: string;
  settings: RuntimeSettings;
  /** Another computer than this one, for trying things. */
  machine?: Machine;
}

/** A candidate of `status`, or a path that the person chose; with neither: choose by yourself. */
export interface RuntimeChoice {
  candidateId: string | null;
  python: string | null;
}

export type Runtime = ReturnType<typeof createRuntime>;

/** Finds, chooses and installs NVFlare. */
export function createRuntime(options: RuntimeOptions) {
  const { settings, data, resources, tasks, machine = thisMachine() } = options;
  const finder = createFinder({ machine, data, resources, settings });
  const findBase = (version: string, minor?: string) => finder.findBase(version, 'again', minor);
  const work = { machine, data, resources, settings, findBase, probe: finder.ask };
  tasks.define(createInstallKind(work));
  tasks.define(createPrepareKind(work));

  /** What is there, as in the contract. At once, from what was learnt before, unless something has changed. */
  async function status({ refresh = false } = {}): Promise<RuntimeStatus> {
    const freshness: Freshness = refresh ? 'again' : 'known';
    const installVersion = settings.current().nvflareVersion;
    const [candidates, base] = await Promise.all([
      finder.look(sourceOrder, freshness),
      finder.findBase(installVersion, freshness),
    ]);
    return {
      chosen: candidates.find(isUsable) ?? null,
      candidates,
      installVersion,
      installableVersions,
      canInstall: (await withManaged(base, { platform: machine.platform, resources })).canInstall,
      installTaskId: runningInstall(tasks),
    };
  }

  const projects = createProjectRuntimes({ ...options, finder });
  const chosenPython = async () => (await status()).chosen?.python ?? null;

  return {
    status,
    ...createEnvironments({ ...options, chosenPython }),
    forProject: projects.forProject,
    chooseForProject: projects.chooseForProject,
    featuresFor: projects.featuresFor,
    /**
     * The NVFlare to use now, for this project or in general. Costs a few looks at files; when the one of before is gone, another usable one
     * takes its place.
     * @throws AppError UNAVAILABLE with what to do when there is none.
     */
    async require(projectId: string | null = null): Promise<NvflareRuntime> {
      const own = projectId === null ? null : await projects.requireOwn(projectId);
      const found = own ?? (await finder.findUsable());
      if (found) return toRuntime(machine, resources, found);
      throw unavailable(await status());
    },
    /** @throws AppError INVALID when that cannot be used, NOT_FOUND when there is no such candidate. */
    async choose(choice: RuntimeChoice): Promise<RuntimeStatus> {
      const chosen = await findChoice(finder, machine, choice);
      settings.setConfiguredPython(chosen && usableSetting(chosen));
      return status();
    },
    ...createInstalling({ tasks, settings, work }),
    /** Resolves when what was learnt about interpreters is kept for the next start. */
    settled: finder.settled,
  };
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  env: process.env,
  wsl: process.platform === 'win32' ? createWsl() : null,
});

async function findChoice(
  finder: Finder,
  machine: Machine,
  choice: RuntimeChoice,
): Promise<RuntimeCandidate | null> {
  if (choice.python !== null) {
    const interpreter = await interpreterAt(choice.python, machine.platform);
    return toCandidate(interpreter, await finder.ask(interpreter));
  }
  if (choice.candidateId === null) return null;
  const found = (await finder.look(sourceOrder, 'known')).find(({ id }) => id === choice.candidateId);
  if (!found) throw notFound('This Python');
  return found;
}

function usableSetting(candidate: RuntimeCandidate): string {
  if (!isUsable(candidate)) throw invalid(candidate.message, candidate.hint);
  return toSetting(candidate.python, candidate.wslDistribution);
}

function runningInstall(tasks: Pick<Tasks, 'list'>): string | null {
  const unfinished = tasks.list({ limit: 50, tray: true }).filter(({ finishedAt }) => finishedAt === null);
  return unfinished.find(({ kind }) => kind === installKind)?.id ?? null;
}

/** Why there is none, in the words of the one that would have been used. */
function unavailable({ candidates, canInstall, installTaskId }: RuntimeStatus): AppError {
  if (installTaskId !== null)
    return new AppError('UNAVAILABLE', 'NVFlare is still being installed.', {
      hint: 'Wait until the installation has ended, then try again.',
    });
  const install = canInstall.ok
    ? 'Install NVFlare in Settings, or run: fedwright nvflare install'
    : canInstall.hint;
  const nearest = candidates.find(({ state }) => state !== 'no-nvflare');
  return new AppError('UNAVAILABLE', nearest?.message ?? 'No NVFlare was found on this computer.', {
    hint: nearest?.hint ?? install,
    details: candidates.map(({ python, message }) => `${python}: ${message}`).join('\n') || undefined,
  });
}
