import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { syncTree, tightenTree } from '../files/tree';
import { copyInClear } from '../vault/seal-files';
import type { Places } from './layout';
import type { VaultPort } from './ports';
import type { Seal } from './sealing';

const keyFile = 'rootCA.key';
const certificateFile = 'rootCA.pem';

/** How the CAs of distributed provisioning rest between tasks. The only one that reads or writes their files. */
export interface CaStore {
  has(authorityId: string): boolean;
  /**
   * Makes a copy in clear for NVFlare to sign with, which the caller removes; the original is never touched.
   * @throws AppError UNAVAILABLE when the key that unseals it cannot be had.
   */
  copyTo(authorityId: string, directory: string): Promise<void>;
  /**
   * Takes over the directory that `nvflare cert init` made, with what is secret in it sealed; it is gone then. On
   * the disk when this resolves, as there is no other copy.
   */
  keep(directory: string, authorityId: string, seal: Seal): Promise<void>;
  /** Removes the key, for good; the certificate stays. Does nothing when it is gone. */
  destroyKey(authorityId: string): void;
  /** Its name in messages to people. */
  describe(authorityId: string): string;
}

/** The CA as NVFlare left it, for its owner only, its key sealed. `unsealer` is asked for each piece of work. */
export const createCaStore = (places: Places, vault: Pick<VaultPort, 'unsealer'>): CaStore => ({
  has: (authorityId) => existsSync(path.join(places.ca(authorityId), keyFile)),
  copyTo: (authorityId, directory) => copyInClear(places.ca(authorityId), directory, vault.unsealer()),
  async keep(directory, authorityId, seal) {
    const place = places.ca(authorityId);
    const above = path.dirname(place);
    mkdirSync(above, { recursive: true, mode: 0o700 });
    await tightenTree(directory);
    await seal(directory);
    renameSync(directory, place);
    await syncTree(place, [above, places.root, path.dirname(places.root)]);
  },
  destroyKey: (authorityId) => rmSync(path.join(places.ca(authorityId), keyFile), { force: true }),
  describe: (authorityId) => path.join(places.ca(authorityId), keyFile),
});

/** The certificate of a CA that was just made, before it is kept. */
export const readCaCertificate = async (directory: string): Promise<X509Certificate> =>
  new X509Certificate(await readFile(path.join(directory, certificateFile)));
