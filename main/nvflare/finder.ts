import path from 'node:path';
import type { RuntimeCandidate } from '../../preload/contract/runtime';
import { type BasePython, findBasePython } from './base-python';
import { isUsable, toCandidate } from './candidate';
import { type DiscoveryOptions, type Source, discover, sourceOrder } from './discovery';
import { type Interpreter, type Machine, fromSetting } from './interpreter';
import { runtimeFolder } from './own-environment';
import { probe } from './probe';
import { type Freshness, createProbeCache } from './probe-cache';
import type { RuntimeSettings } from './settings';

export type Finder = ReturnType<typeof createFinder>;

/** Looks for Pythons on this computer and asks them about their NVFlare. */
export function createFinder(options: {
  machine: Machine;
  data: string;
  resources: string;
  settings: RuntimeSettings;
}) {
  const { machine, data, resources, settings } = options;
  const cache = createProbeCache({
    file: path.join(runtimeFolder(data), 'probes.json'),
    machine,
    probe: (interpreter) => probe(machine, interpreter, resources),
  });
  const ask = (interpreter: Interpreter) => cache.get(interpreter, 'again');

  /** Those of these sources, in the order of choice. */
  async function look(sources: readonly Source[], freshness: Freshness): Promise<RuntimeCandidate[]> {
    const from: DiscoveryOptions = {
      machine,
      data,
      configuredPython: settings.configuredPython(),
      preferredVersion: settings.current().nvflareVersion,
    };
    const found = (await Promise.all(sources.map((source) => discover(source, from)))).flat();
    const candidates = await Promise.all(
      found.map(async (interpreter) => {
        const result = await cache.get(interpreter, freshness);
        // Something on PATH that is no Python is nobody's concern; what was chosen or made by us is.
        const stray = interpreter.source === 'path' || interpreter.source === 'wsl';
        return 'failed' in result && stray ? null : toCandidate(interpreter, result);
      }),
    );
    return withoutRepeats(candidates.filter((candidate) => candidate !== null));
  }

  return {
    ask,
    look,
    /**
     * The one to use. Goes source by source, so that a usable one near the front is not kept waiting by the
     * others; before it gives up it asks all of them anew.
     */
    async findUsable(): Promise<RuntimeCandidate | null> {
      for (const freshness of ['checked', 'again'] as const)
        for (const source of sourceOrder) {
          const found = (await look([source], freshness)).find(isUsable);
          if (found) return found;
        }
      return null;
    },
    /** A Python to make an environment for this NVFlare from. */
    findBase(nvflareVersion: string, freshness: Freshness, minor?: string): Promise<BasePython> {
      const configured = settings.configuredPython();
      return findBasePython({
        machine,
        cache,
        nvflareVersion,
        configured: configured === null ? null : fromSetting(configured),
        freshness,
        minor,
      });
    },
    settled: cache.settled,
  };
}

/** The first of each: `python` and `python3` of one environment are one. */
function withoutRepeats(candidates: RuntimeCandidate[]): RuntimeCandidate[] {
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const { python, wslDistribution, pythonVersion } = candidate;
    const key = `${wslDistribution ?? ''}:${path.dirname(python)}:${pythonVersion}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
