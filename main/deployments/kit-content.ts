import { createHash } from 'node:crypto';
import type { KitSummary } from '../../preload/contract/kits';
import type { TreeEntry } from '../files/tree';

/** A kit on its way out, as the kits give it: clear bytes that are written to no file of this machine. */
export interface LeavingKit {
  kit: KitSummary;
  entries: TreeEntry[];
  read(file: string): Promise<Buffer>;
}

export interface KitFile {
  /** Relative, with forward slashes. */
  path: string;
  content: Buffer;
  mode: number;
  sha256: string;
}

export interface KitContent {
  folders: string[];
  files: KitFile[];
  sizeBytes: number;
  /** TCP ports that it listens on; a server has one or two. */
  ports: number[];
}

/** The permissions that a file of a kit gets where it is run. Folders are for their owner only. */
type ModeOf = (entry: Pick<TreeEntry, 'path' | 'kind' | 'mode'>) => number;

/**
 * Reads what goes out. A server gets a `local/resources.json` that keeps its jobs and snapshots below `storage`, a
 * folder as the far side knows it, unless that is null: NVFlare's default is one place in /tmp for all servers.
 */
export async function readContent(
  { kit, entries, read }: LeavingKit,
  { storage, modeOf }: { storage: string | null; modeOf: ModeOf },
): Promise<KitContent> {
  const files: KitFile[] = [];
  for (const entry of entries)
    if (entry.kind === 'file') files.push(toFile(entry.path, await read(entry.path), modeOf(entry)));
  const own = storage === null || kit.type !== 'server' ? null : ownResources(files, storage);
  if (own) files.push(own);
  return {
    folders: entries.filter(({ kind }) => kind === 'directory').map(({ path }) => path),
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    sizeBytes: files.reduce((sum, { content }) => sum + content.length, 0),
    ports: kit.type === 'server' ? portsOf(files) : [],
  };
}

const toFile = (path: string, content: Buffer, mode: number): KitFile => ({
  ...{ path, content, mode },
  sha256: createHash('sha256').update(content).digest('hex'),
});

function ownResources(files: KitFile[], storage: string): KitFile | null {
  if (files.some(({ path }) => path === 'local/resources.json')) return null;
  const origin = files.find(({ path }) => path === 'local/resources.json.default');
  if (!origin) return null;
  const text = origin.content.toString('utf8').replaceAll('/tmp/nvflare/', `${storage}/`);
  return toFile('local/resources.json', Buffer.from(text), origin.mode);
}

/** The ports of `fed_server.json`; empty when it says none that can be read. */
function portsOf(files: KitFile[]): number[] {
  const config = files.find(({ path }) => path === 'startup/fed_server.json');
  if (!config) return [];
  try {
    const { servers } = JSON.parse(config.content.toString('utf8')) as {
      servers?: { service?: { target?: string }; admin_port?: number }[];
    };
    const found = (servers ?? []).flatMap(({ service, admin_port: admin }) => [
      Number(/:(\d+)$/.exec(service?.target ?? '')?.[1] ?? 0),
      Number(admin ?? 0),
    ]);
    return [...new Set(found)].filter((port) => Number.isInteger(port) && port > 0 && port < 65536);
  } catch {
    return [];
  }
}

/** The list that lies beside a kit on a host: what it was when it came. */
export const manifestOf = ({ files }: KitContent): string =>
  files.map(({ sha256, path }) => `${sha256}  ${path}\n`).join('');
