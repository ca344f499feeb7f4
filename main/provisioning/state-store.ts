import { existsSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listTree, syncTree } from '../files/tree';
import { isSealed } from '../vault/seal';
import { copyInClear, isSealingPart, readSealHeader, sealTree } from '../vault/seal-files';
import type { Sealer, Unsealer } from '../vault/service';
import type { RunPlace } from './layout';

/** NVFlare's file in its `state`: the CA and every participant, each with certificate and private key. */
const stateFile = 'cert.json';

/**
 * Where the CA and the keys of a project rest between runs. Only this file knows in what form: whoever needs
 * them asks for their text, or for a copy that NVFlare can work with.
 */
export interface StateStore {
  has(place: RunPlace): boolean;
  /**
   * The text of `cert.json`.
   * @throws AppError UNAVAILABLE when the key that unseals it cannot be had; the operating system's error
   */
  read(place: RunPlace): Promise<string>;
  /** Every file of it in clear, by its name below the state. @throws as `read` */
  readAll(place: RunPlace): Promise<Map<string, Buffer>>;
  isSealed(place: RunPlace): boolean;
  /** Makes a copy in clear for NVFlare to work with; the original is never touched by a run. */
  copyTo(place: RunPlace, directory: string): Promise<void>;
  /**
   * Takes over the state that a run made, sealed, or in clear without a sealer. It is on the disk when this
   * resolves, as there is soon no other copy. The directory is gone then.
   */
  keep(directory: string, place: RunPlace, sealer: Sealer | null): Promise<void>;
  remove(place: RunPlace): void;
  /** Its name in messages to people. */
  describe(place: RunPlace): string;
}

/** The files that NVFlare left, under their names, sealed one by one. `unsealer` is asked for each piece of work. */
export const createStateStore = (vault: { unsealer(): Unsealer }): StateStore => ({
  has: (place) => existsSync(path.join(place.state, stateFile)),
  async read(place) {
    const bytes = await readFile(path.join(place.state, stateFile));
    return (await vault.unsealer().unseal(bytes)).toString('utf8');
  },
  async readAll(place) {
    const unsealer = vault.unsealer();
    const files = new Map<string, Buffer>();
    for (const { kind, path: name } of listTree(place.state))
      if (kind === 'file' && !isSealingPart(name))
        files.set(name, await unsealer.unseal(await readFile(path.join(place.state, name))));
    return files;
  },
  isSealed: (place) => isSealed(readSealHeader(path.join(place.state, stateFile))),
  copyTo: (place, directory) => copyInClear(place.state, directory, vault.unsealer()),
  async keep(directory, place, sealer) {
    if (sealer) await sealTree(directory, () => true, sealer);
    renameSync(directory, place.state);
    const runs = path.dirname(place.directory);
    const project = path.dirname(runs);
    await syncTree(place.state, [place.directory, runs, project, path.dirname(project)]);
  },
  remove: (place) => rmSync(place.state, { recursive: true, force: true }),
  describe: (place) => path.join(place.state, stateFile),
});
