import type { LeavingKit } from './kit-content';
import { readContent } from './kit-content';
import type { KitsPort } from './parts';
import type { DeploymentRow } from './store';

/** Compares a kit with what is there. What is below `local/` is the site's to edit. */
export async function compareHashes({
  leaving,
  row,
  there,
  modeOf,
}: {
  leaving: LeavingKit;
  row: DeploymentRow;
  there: ReadonlyMap<string, string>;
  modeOf: KitsPort['modeOf'];
}) {
  const { files } = await readContent(leaving, { storage: storageOf(row), modeOf });
  const compared = files.filter(({ path }) => /^(startup|local)\//.test(path));
  const differences = compared.flatMap(({ path, sha256 }) => {
    const hash = there.get(path);
    if (hash === sha256) return [];
    const what = path.startsWith('local/') ? 'edited' : hash === undefined ? 'missing' : 'changed';
    return [{ path, what } as const];
  });
  for (const path of there.keys())
    if (path.startsWith('local/') && !compared.some((file) => file.path === path))
      differences.push({ path, what: 'edited' });
  const state = differences.some(({ what }) => what !== 'edited')
    ? 'differs'
    : differences.length > 0
      ? 'edited'
      : 'same';
  return { state, checked: compared.length, differences } as const;
}

export const storageOf = ({ ownStorage, place, target }: DeploymentRow): string | null =>
  ownStorage ? `${place.kind === 'host' ? target : '/opt/fedwright/kit'}/storage` : null;
