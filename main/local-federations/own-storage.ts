import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Gives a kit storage of its own, by its `local/resources.json`: NVFlare would put jobs and snapshots into shared
 * places under /tmp, where two servers read each other's. What the kit says besides is kept.
 * @throws the operating system's error; SyntaxError when it is no JSON
 */
export function giveOwnStorage(kit: string): void {
  const local = path.join(kit, 'local');
  const own = path.join(local, 'resources.json');
  const from = existsSync(own) ? own : path.join(local, 'resources.json.default');
  if (!existsSync(from)) return;
  // In JSON a path is written as JSON writes it.
  const storage = JSON.stringify(`${path.join(kit, 'storage')}/`).slice(1, -1);
  const text = readFileSync(from, 'utf8').replaceAll('/tmp/nvflare/', storage);
  const resources = JSON.parse(text) as { components?: { id?: string; args?: object }[] };
  for (const component of resources.components ?? [])
    if (component.id === 'log_receiver') component.args = { ...component.args, dest_dir: kit };
  writeFileSync(own, JSON.stringify(resources, null, 2), { mode: 0o600 });
}
