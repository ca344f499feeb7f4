import type { RuntimeStatus } from '../../preload/contract/runtime';
import type { Interpreter, Machine } from './interpreter';
import type { Freshness, ProbeCache } from './probe-cache';
import type { ProbeReport } from './probe';
import { howToGetPython, howToGetVenv } from './python-hint';
import { findPrograms } from './search-path';
import { minorOf } from './targets';
import { isPythonFor, pythonRange } from './version';

/** Those most likely to have ready-made packages first. */
const names = ['python3', 'python', 'python3.12', 'python3.11', 'python3.13', 'python3.10', 'python3.14'];

/** More are hardly ever there, and each costs a process. */
const most = 12;

export interface BasePython {
  python: string | null;
  /** Its version, such as 3.12.4; empty when there is none. */
  version: string;
  canInstall: RuntimeStatus['canInstall'];
}

/**
 * Looks for a Python to make an environment from: of a version that this NVFlare supports, with `venv` and
 * `ensurepip`. Never one inside WSL: its environments would be out of our reach.
 */
export async function findBasePython(options: {
  machine: Machine;
  cache: ProbeCache;
  nvflareVersion: string;
  /** The configured one comes before all others. */
  configured: Interpreter | null;
  freshness: Freshness;
  /** Only this one will do: `3.12`, what a folder of packages is for. */
  minor?: string | undefined;
}): Promise<BasePython> {
  const { machine, nvflareVersion, configured } = options;
  const programs = await Promise.all(names.map((name) => findPrograms(machine, name)));
  const first = configured && configured.distribution === null ? [configured.python] : [];
  const pythons = [...new Set([...first, ...programs.flat()])].slice(0, most);
  const fitting: ProbeReport[] = [];
  for (const python of pythons) {
    const result = await options.cache.get({ source: 'path', python, distribution: null }, options.freshness);
    if (!('report' in result) || !isPythonFor(result.report.python, nvflareVersion)) continue;
    if (options.minor !== undefined && minorOf(result.report.python) !== options.minor) continue;
    if (result.report.hasVenv) return usable(result.report);
    fitting.push(result.report);
  }
  return { python: null, version: '', canInstall: refuse(machine.platform, nvflareVersion, fitting[0]) };
}

const usable = (report: ProbeReport): BasePython => ({
  python: report.executable,
  version: report.python,
  canInstall: {
    ok: true,
    message: `An environment will be made with Python ${report.python} (${report.executable}).`,
    hint: '',
  },
});

function refuse(
  platform: NodeJS.Platform,
  nvflareVersion: string,
  lacking?: ProbeReport,
): RuntimeStatus['canInstall'] {
  if (lacking)
    return {
      ok: false,
      message: `Python ${lacking.python} (${lacking.executable}) has no venv module, which makes environments.`,
      hint: howToGetVenv(platform, lacking.python),
    };
  return {
    ok: false,
    message: `NVFlare ${nvflareVersion} needs ${pythonRange(nvflareVersion).words}, and none was found on this computer.`,
    hint: howToGetPython(platform),
  };
}
