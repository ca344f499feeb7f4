import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { testPython } from './nvflare';

/** A sample project that the installed NVFlare brings, such as `dummy_project.yml`. */
export function lighterSample(name: string): string {
  const ask =
    'import importlib.util; print(importlib.util.find_spec("nvflare").submodule_search_locations[0])';
  const { stdout } = spawnSync(testPython() ?? 'python3', ['-c', ask], { encoding: 'utf8' });
  return path.join(stdout.trim(), 'lighter', name);
}
