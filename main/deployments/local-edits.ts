import type { LocalEdit } from '../../preload/contract/deployments';

type Hashes = ReadonlyMap<string, string>;

/**
 * What people changed below `local/` of a kit since it came. `was` is the list of the kit as it came; without one,
 * for a kit that came by other ways, everything that the new kit has otherwise counts.
 */
export function findEdits({
  was,
  now,
  next,
}: {
  was: Hashes | null;
  now: Hashes;
  next: Hashes;
}): LocalEdit[] {
  const before = was ?? next;
  const isLocal = (path: string) => path.startsWith('local/');
  const paths = new Set([...before.keys(), ...now.keys()].filter(isLocal));
  const edits: LocalEdit[] = [];
  for (const path of paths) {
    const [old, here] = [before.get(path), now.get(path)];
    if (old === here) continue;
    const change = old === undefined ? 'added' : here === undefined ? 'removed' : 'changed';
    // Nothing is known of what is not there: it may never have been.
    if (was === null && change === 'removed') continue;
    // Both sides came to the same.
    if (here !== undefined && here === next.get(path)) continue;
    if (here === undefined && !next.has(path)) continue;
    edits.push({ path, change, clash: was === null ? change === 'changed' : next.get(path) !== old });
  }
  return edits.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
