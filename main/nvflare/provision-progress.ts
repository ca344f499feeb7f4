import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const shortestRestMs = 250;
const longestRestMs = 2000;
/** A long run is looked at less often: news every twentieth of it is enough, and looking costs the CLI time. */
const shareOfRun = 20;
/** Looking may take at most a fiftieth of the time, however many participants there are. */
const restFactor = 50;

/**
 * Tells how far a running `nvflare provision` is, 0 to 1, until the signal is aborted. The CLI makes the
 * directories of all participants in `<workspace>/<project>/wip` at once, then certifies one after the other,
 * which takes nearly all of the time; a certified one has its root certificate.
 */
export async function watchProvision(
  workspace: string,
  onProgress: (value: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const certified = new Set<string>();
  const began = performance.now();
  while (!signal.aborted) {
    const started = performance.now();
    const kits = await listKits(workspace);
    for (const kit of kits)
      if (!certified.has(kit) && existsSync(path.join(kit, 'startup', 'rootCA.pem'))) certified.add(kit);
    if (kits.length > 0 && !signal.aborted) onProgress(certified.size / kits.length);
    const rest = restAfter(performance.now() - started, performance.now() - began);
    await delay(rest, undefined, { signal }).catch(() => undefined);
  }
}

/** How long to wait before the next look, in ms. */
function restAfter(lookMs: number, runMs: number): number {
  const share = Math.min(longestRestMs, runMs / shareOfRun);
  return Math.max(shortestRestMs, share, restFactor * lookMs);
}

async function listKits(workspace: string): Promise<string[]> {
  const projects = await readdir(workspace).catch(() => []);
  const found = await Promise.all(
    projects.map(async (project) => {
      const wip = path.join(workspace, project, 'wip');
      return (await readdir(wip).catch(() => [])).map((name) => path.join(wip, name));
    }),
  );
  return found.flat();
}
