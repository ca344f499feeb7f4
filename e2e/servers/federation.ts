import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Child, startChild } from './child';

/**
 * Gives a kit storage of its own: what NVFlare puts into shared places under /tmp otherwise. Two servers on
 * one machine would read each other's jobs.
 */
export function ownStorage(kit: string): void {
  const local = path.join(kit, 'local');
  const text = readFileSync(path.join(local, 'resources.json.default'), 'utf8');
  const resources = JSON.parse(text.replaceAll('/tmp/nvflare/', `${kit}/storage/`)) as {
    components: { id: string; args?: Record<string, unknown> }[];
  };
  for (const component of resources.components)
    if (component.id === 'log_receiver') component.args = { ...component.args, dest_dir: kit };
  writeFileSync(path.join(local, 'resources.json'), JSON.stringify(resources, null, 2));
}

/**
 * Runs a kit as its site would, without the watchdog, in a process group of its own. `env` must have an
 * NVFlare environment first on its PATH.
 */
export function startKit(kit: string, env: NodeJS.ProcessEnv): Child {
  return startChild('bash', [path.join(kit, 'startup', 'sub_start.sh'), '--once'], { cwd: kit, env });
}

/** Asks the whole federation to stop, as its admin would with the kit that was handed over. */
export function shutDown(adminKit: string, env: NodeJS.ProcessEnv): Child {
  const args = ['system', 'shutdown', 'all', '--force', '--startup-kit', adminKit, '--format', 'json'];
  return startChild('nvflare', args, { env });
}
