import type { KitDetail } from '../../preload/contract/kits';
import type { TreeEntry } from '../files/tree';

export type KitType = 'server' | 'client' | 'relay' | 'admin';

const scripts = ['startup/start.sh', 'startup/sub_start.sh', 'startup/stop_fl.sh'];
const asClient = ['startup/client.crt', 'startup/client.key', 'startup/rootCA.pem'];
const asServer = ['startup/server.crt', 'startup/server.key', 'startup/rootCA.pem'];

/** What a kit of each type cannot do without; seen in kits of NVFlare 2.7, 2.8 and 2.9. */
export const requiredFiles: Record<KitType, string[]> = {
  server: ['startup/fed_server.json', ...asServer, ...scripts],
  client: ['startup/fed_client.json', ...asClient, ...scripts],
  relay: ['startup/fed_relay.json', ...asClient, ...asServer, ...scripts],
  admin: ['startup/fed_admin.json', ...asClient, 'startup/fl_admin.sh'],
};

/** The participant's own certificate; others in a kit are for listening. */
export const ownCertificate = (type: KitType): string =>
  type === 'server' ? 'startup/server.crt' : 'startup/client.crt';

/** The type that a kit's own configuration says, or null when the directory is no kit. */
export function typeOfKit(files: ReadonlySet<string>): KitType | null {
  if (files.has('startup/fed_server.json')) return 'server';
  if (files.has('startup/fed_relay.json')) return 'relay';
  if (files.has('startup/fed_client.json')) return 'client';
  return files.has('startup/fed_admin.json') ? 'admin' : null;
}

/** Private keys, and the secret half of homomorphic encryption. */
export const isSecret = (file: string): boolean =>
  file.endsWith('.key') || file.endsWith('/client_context.tenseal');

/** A kit's files as the contract shows them. */
export const toFileList = (entries: TreeEntry[]): KitDetail['files'] =>
  entries
    .filter(({ kind }) => kind === 'file')
    .map(({ path, sizeBytes, mode }) => ({
      path,
      sizeBytes,
      mode: mode.toString(8).padStart(4, '0'),
      secret: isSecret(path),
    }));

/**
 * The mode with which NVFlare makes a file, for copies that leave the data directory, where everything is
 * for its owner only.
 */
export function conventionalMode(entry: Pick<TreeEntry, 'path' | 'kind' | 'mode'>): number {
  if (entry.kind === 'directory') return 0o755;
  if (isSecret(entry.path)) return 0o600;
  return entry.path.endsWith('.sh') || entry.mode & 0o100 ? 0o755 : 0o644;
}
