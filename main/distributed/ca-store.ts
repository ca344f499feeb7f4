import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { syncTree, tightenTree } from '../files/tree';
import type { Places } from './layout';

const keyFile = 'rootCA.key';
const certificateFile = 'rootCA.pem';

/** How the CAs of distributed provisioning rest between tasks. The only one that reads or writes their files. */
export interface CaStore {
  has(authorityId: string): boolean;
  /** Makes a copy for NVFlare to sign with, which the caller removes; the original is never touched. */
  copyTo(authorityId: string, directory: string): Promise<void>;
  /**
   * Takes over the directory that `nvflare cert init` made, which is gone then. On the disk when this resolves,
   * as there is no other copy.
   */
  keep(directory: string, authorityId: string): Promise<void>;
  /** Its name in messages to people. */
  describe(authorityId: string): string;
}

/** The CA as NVFlare left it, for its owner only. */
export const createCaStore = (places: Places): CaStore => ({
  has: (authorityId) => existsSync(path.join(places.ca(authorityId), keyFile)),
  async copyTo(authorityId, directory) {
    await cp(places.ca(authorityId), directory, { recursive: true });
    await tightenTree(directory);
  },
  async keep(directory, authorityId) {
    const place = places.ca(authorityId);
    const above = path.dirname(place);
    mkdirSync(above, { recursive: true, mode: 0o700 });
    await tightenTree(directory);
    renameSync(directory, place);
    await syncTree(place, [above, places.root, path.dirname(places.root)]);
  },
  describe: (authorityId) => path.join(places.ca(authorityId), keyFile),
});

/** The certificate of a CA that was just made, before it is kept. */
export const readCaCertificate = async (directory: string): Promise<X509Certificate> =>
  new X509Certificate(await readFile(path.join(directory, certificateFile)));
