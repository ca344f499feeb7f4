import path from 'node:path';
import type { RuntimeCandidate, RuntimeStatus } from '../../preload/contract/runtime';
import { AppError, invalid, notFound } from '../errors';
import type { Tasks } from '../tasks/service';
import { findBasePython } from './base-python';
import { isUsable, toCandidate } from './candidate';
import { type DiscoveryOptions, type Source, discover, interpreterAt, sourceOrder } from './discovery';
import { createInstallKind, installKind } from './install';
import { type Machine, commandOf, fromSetting, pathFor, toSetting } from './interpreter';
import { runtimeFolder } from './own-environment';
import { type Freshness, createProbeCache } from './probe-cache';
import { probe } from './probe';
import type { RuntimeSettings } from './settings';
import { type Features, installableVersions, judgeVersion } from './version';
import { createWsl } from './wsl';

/** An NVFlare that can be used now. */
export interface NvflareRuntime {
  version: string;
  python: string;
  wslDistribution: string | null;
  features: Features;
  /**
   * How to run the NVFlare command line with these arguments. Give it to `run` with `holdInput`: the program
   * ends itself, and all that it started, when its standard input ends.
   */
  command(args: string[]): { command: string; args: string[]; env: NodeJS.ProcessEnv };
  /** A path of this computer as this runtime names it; the same but inside WSL. */
  toRuntimePath(hostPath: string): Promise<string>;
}

export interface RuntimeOptions {
  tasks: Pick<Tasks, 'define' | 'start' | 'list'>;
  /** The data directory. */
  data: string;
  /** Where `python/` with the scripts is, as real files. */
  resources: string;
  settings: RuntimeSettings;
  /** Another computer than this one, for trying things. */
  machine?: Machine;
}

export type Runtime = ReturnType<typeof createRuntime>;

/** Finds, chooses and installs NVFlare. */
export function createRuntime(options: RuntimeOptions) {
  const { settings, data, resources, tasks } = options;
  const machine = options.machine ?? thisMachine();
  const ask = createProbeCache({
    file: path.join(runtimeFolder(data), 'probes.json'),
    machine,
    probe: (interpreter) => probe(machine, interpreter, resources),
  });
  const discovery = (): DiscoveryOptions => ({
    machine,
    data,
    configuredPython: settings.configuredPython(),
    preferredVersion: settings.current().nvflareVersion,
  });
  const look = async (sources: readonly Source[], freshness: Freshness): Promise<RuntimeCandidate[]> => {
    const from = discovery();
    const found = (await Promise.all(sources.map((source) => discover(source, from)))).flat();
    const results = await Promise.all(found.map((interpreter) => ask.get(interpreter, freshness)));
    return withoutRepeats(
      found.flatMap((interpreter, at) => {
        const result = results[at];
        // Something on PATH that is no Python is nobody's concern; what was chosen or made by us is.
        const stray = interpreter.source === 'path' || interpreter.source === 'wsl';
        return !result || ('failed' in result && stray) ? [] : [toCandidate(interpreter, result)];
      }),
    );
  };
  const findBase = (version: string, freshness: Freshness) => {
    const configured = settings.configuredPython();
    return findBasePython({
      machine,
      cache: ask,
      nvflareVersion: version,
      configured: configured ? fromSetting(configured) : null,
      freshness,
    });
  };

  tasks.define(
    createInstallKind({
      ...{ machine, data, resources, settings },
      findBase: (version) => findBase(version, 'again'),
      probe: (interpreter) => ask.get(interpreter, 'again'),
    }),
  );

  async function status({ refresh = false } = {}): Promise<RuntimeStatus> {
    const freshness: Freshness = refresh ? 'again' : 'known';
    const installVersion = settings.current().nvflareVersion;
    const [candidates, base] = await Promise.all([
      look(sourceOrder, freshness),
      findBase(installVersion, freshness),
    ]);
    return {
      chosen: candidates.find(isUsable) ?? null,
      candidates,
      installVersion,
      installableVersions,
      canInstall: base.canInstall,
      installTaskId: runningInstall(tasks),
    };
  }

  /** Looks source by source, so that a usable one near the front is not kept waiting by the others. */
  async function findUsable(): Promise<RuntimeCandidate | null> {
    for (const freshness of ['checked', 'again'] as const)
      for (const source of sourceOrder) {
        const found = (await look([source], freshness)).find(isUsable);
        if (found) return found;
      }
    return null;
  }

  return {
    status,
    /**
     * The NVFlare to use now. Costs a few looks at files; when the one of before is gone, another usable one
     * takes its place.
     * @throws AppError UNAVAILABLE with what to do when there is none.
     */
    async require(): Promise<NvflareRuntime> {
      const found = await findUsable();
      if (found) return toRuntime(machine, resources, found);
      throw unavailable(await status());
    },
    /** As in the contract; `python` is a path that the person chose. */
    async choose(choice: { candidateId: string | null; python: string | null }): Promise<RuntimeStatus> {
      settings.setConfiguredPython(await settingFor(choice));
      return status();
    },
    install(request: { version?: string; startedBy: string }): { taskId: string; version: string } {
      const version = request.version ?? settings.current().nvflareVersion;
      const { state, message, hint } = judgeVersion(version);
      if (state === 'too-old') throw invalid(message, hint);
      const task = tasks.start({
        kind: installKind,
        title: `Install NVFlare ${version}`,
        input: { version },
        startedBy: request.startedBy,
        lock: { name: installKind, busy: 'NVFlare is being installed already.' },
      });
      return { taskId: task.id, version };
    },
    /** Resolves when what was learnt about interpreters is kept for the next start. */
    settled: ask.settled,
  };

  async function settingFor(choice: {
    candidateId: string | null;
    python: string | null;
  }): Promise<string | null> {
    if (choice.python !== null) {
      const interpreter = await interpreterAt(choice.python, machine.platform);
      return usableSetting(toCandidate(interpreter, await ask.get(interpreter, 'again')));
    }
    if (choice.candidateId === null) return null;
    const found = (await look(sourceOrder, 'known')).find(({ id }) => id === choice.candidateId);
    if (!found) throw notFound('This Python');
    return usableSetting(found);
  }
}

function usableSetting(candidate: RuntimeCandidate): string {
  if (!isUsable(candidate)) throw invalid(candidate.message, candidate.hint);
  return toSetting(candidate.python, candidate.wslDistribution);
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  env: process.env,
  wsl: process.platform === 'win32' ? createWsl() : null,
});

/** The first of each: `python` and `python3` of one environment are one. */
function withoutRepeats(candidates: RuntimeCandidate[]): RuntimeCandidate[] {
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const key = `${candidate.wslDistribution ?? ''}:${path.dirname(candidate.python)}:${candidate.pythonVersion}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function runningInstall(tasks: Pick<Tasks, 'list'>): string | null {
  const running = tasks
    .list({ limit: 50, tray: true })
    .find(({ kind, finishedAt }) => kind === installKind && finishedAt === null);
  return running?.id ?? null;
}

async function toRuntime(
  machine: Machine,
  resources: string,
  found: RuntimeCandidate,
): Promise<NvflareRuntime> {
  const at = { python: found.python, distribution: found.wslDistribution };
  const launcher = await pathFor(machine, at, path.join(resources, 'python', 'run_nvflare.py'));
  return {
    version: found.nvflareVersion ?? '',
    python: found.python,
    wslDistribution: found.wslDistribution,
    features: found.features,
    // UTF-8 whatever the system's language: on Windows a pipe would otherwise carry its old code page.
    command: (args) => ({
      ...commandOf(machine, at, ['-E', '-X', 'utf8', '-u', launcher, ...args]),
      env: machine.env,
    }),
    toRuntimePath: (hostPath) => pathFor(machine, at, hostPath),
  };
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
