import { client } from '../rpc/client';
import { type Preview, rowsOfHosts, rowsOfKeys } from './import-rows';
import type { ImportSource } from './import-words';

/** Reads the source. Null: its usual place. */
export async function readPreview(source: ImportSource, grantId: string | null): Promise<Preview> {
  const { hostImport } = client;
  if (source === 'known-hosts') return rowsOfKeys(await hostImport.previewKnownHosts({ grantId }));
  return rowsOfHosts(
    source === 'ssh-config'
      ? await hostImport.previewSshConfig({ grantId })
      : await hostImport.previewDockerContexts({ grantId }),
  );
}

/** Takes over what was chosen, and says what was done. */
export async function takeOver(
  source: ImportSource,
  chosen: { grantId: string | null; digest: string; ids: string[] },
): Promise<string> {
  const { hostImport } = client;
  if (source === 'known-hosts') {
    const { pinned } = await hostImport.importKnownHosts(chosen);
    return pinned === 1 ? '1 key was pinned' : `${pinned} keys were pinned`;
  }
  const { added, changed } =
    source === 'ssh-config'
      ? await hostImport.importSshConfig(chosen)
      : await hostImport.importDockerContexts(chosen);
  return [
    `${added.length === 1 ? '1 host was' : `${added.length} hosts were`} added`,
    ...(changed.length > 0 ? [`${changed.length} changed`] : []),
  ].join(', ');
}
