import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { syncTree, tightenTree } from '../files/tree';
import type { RunPlace } from './layout';

/** NVFlare's file in its `state`: the CA and every participant, each with certificate and private key. */
const stateFile = 'cert.json';

/**
 * Where the CA and the keys of a project rest between runs. Only this file knows in what form: whoever needs
 * them asks for their text, or for a copy that NVFlare can work with.
 */
export interface StateStore {
  has(place: RunPlace): boolean;
  /** The text of `cert.json`. @throws the operating system's error */
  read(place: RunPlace): string;
  /** Makes a copy for NVFlare to work with; the original is never touched by a run. */
  copyTo(place: RunPlace, directory: string): Promise<void>;
  /**
   * Takes over the state that a run made. It is on the disk when this resolves, as there is soon no other copy.
   * The directory is gone then.
   */
  keep(directory: string, place: RunPlace): Promise<void>;
  remove(place: RunPlace): void;
  /** Its name in messages to people. */
  describe(place: RunPlace): string;
}

/** The state as NVFlare left it, for its owner only. */
export const createStateStore = (): StateStore => ({
  has: (place) => existsSync(path.join(place.state, stateFile)),
  read: (place) => readFileSync(path.join(place.state, stateFile), 'utf8'),
  async copyTo(place, directory) {
    await cp(place.state, directory, { recursive: true });
    await tightenTree(directory);
  },
  async keep(directory, place) {
    renameSync(directory, place.state);
    const runs = path.dirname(place.directory);
    const project = path.dirname(runs);
    await syncTree(place.state, [place.directory, runs, project, path.dirname(project)]);
  },
  remove: (place) => rmSync(place.state, { recursive: true, force: true }),
  describe: (place) => path.join(place.state, stateFile),
});
