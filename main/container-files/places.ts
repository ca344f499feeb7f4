import { Readable } from 'node:stream';
import type { Engines } from '../docker/engines';
import { AppError, notFound } from '../errors';
import type { FilePlace, FilePlaces, PlaceId } from '../file-places/file-place';
import type { TaskContext } from '../tasks/service';
import { showName } from '../file-places/remote-path';
import { packTree } from '../file-places/pack-tree';
import { getArchive } from './archive';
import { archiveTree, askableOf } from './archive-tree';
import { archivePlace } from './archive-place';
import { command, commandPlace, MissingProgram } from './command-place';
import { type ContainerState, createProgramCheck, readState } from './container-state';
import { limitedTo } from './problems';
import { archiveSource, commandSource } from './sources';
import { uploadInto } from './upload';

/** Paths in one `rm`. */
const removedAtOnce = 200;
const removeMs = 60 * 60_000;

/**
 * The files of containers: by the programs in one where it runs and has them, else through the archive that an
 * engine makes of any container.
 */
export function createContainerPlaces({ engines }: { engines: Engines }): FilePlaces {
  const programs = createProgramCheck();
  const stateOf = ({ hostId, containerId }: PlaceId, signal?: AbortSignal): Promise<ContainerState> => {
    if (containerId === null) throw notFound('This container');
    return readState(engines, { hostId, containerId, signal });
  };

  /** Once more through the archive where a program turns out to be missing, or the container to have stopped. */
  async function either<T>(
    place: PlaceId,
    work: (files: FilePlace, state: ContainerState) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const state = await stateOf(place, signal);
    const byArchive = (limited: 'stopped' | 'bare') => work(archivePlace(state, limited), state);
    if (!state.running) return byArchive('stopped');
    try {
      if (await programs.has(state)) return await work(commandPlace(state), state);
    } catch (error) {
      signal?.throwIfAborted();
      if (isStopped(error)) return byArchive('stopped');
      if (!(error instanceof MissingProgram)) throw error;
      programs.set(state, false);
    }
    return byArchive('bare');
  }

  return {
    async nameOf(place) {
      const { name } = await stateOf(place);
      return `${name} on ${engines.nameOf(place.hostId)}`;
    },
    quick: either,
    open: (place, path) =>
      either(place, async (files, state) => {
        const abort = new AbortController();
        const source = await (files.limited ? archiveSource : commandSource)(state, path, abort.signal);
        const stream = Readable.from(source.readAll(), { objectMode: false, highWaterMark: 1 << 20 });
        stream.once('close', () => abort.abort());
        return { stream, sizeBytes: source.size };
      }),
    async openTar(place, path) {
      const state = await stateOf(place);
      return (await askableOf(state, path)).equals(path)
        ? getArchive(state, path)
        : packTree(path, (signal) => archiveTree(state, path, { signal }));
    },
    async withSource(place, path, signal, work) {
      const abort = new AbortController();
      try {
        const ending = AbortSignal.any([signal, abort.signal]);
        const source = await either(
          place,
          (files, state) => (files.limited ? archiveSource : commandSource)(state, path, ending),
          ending,
        );
        return await work(source);
      } finally {
        abort.abort();
      }
    },
    async *tree(place, path, signal) {
      yield* archiveTree(await stateOf(place, signal), path);
    },
    upload: (place, what, task) =>
      either(place, (files, state) => uploadInto(state, { files, what, task }), task.signal),
    remove: (place, paths, task) =>
      either(place, (files, state) => removeFrom(state, { files, paths, task }), task.signal),
  };
}

async function removeFrom(
  state: ContainerState,
  { files, paths, task }: { files: FilePlace; paths: Buffer[]; task: TaskContext },
): Promise<{ removed: number }> {
  if (files.limited) throw limitedTo(files.limited);
  for (let at = 0; at < paths.length; at += removedAtOnce) {
    const some = paths.slice(at, at + removedAtOnce);
    const rm = { before: ['rm', '-rf'], paths: some };
    const { code, stderr } = await command(state, rm, { timeoutMs: removeMs });
    if (code !== 0) throw notAll(some, stderr);
    task.progress((at + some.length) / paths.length);
  }
  return { removed: paths.length };
}

const notAll = (paths: Buffer[], stderr: string): AppError =>
  new AppError('CONFLICT', `Not all of "${showName(paths[0] ?? Buffer.from('/'))}" could be deleted.`, {
    hint: 'Look at the folder again: what is left is in use, on a read-only file system, or not of the container.',
    ...{ details: stderr.trim() || undefined, reason: 'refused' },
  });

/** It stopped or was paused since it was looked at. */
const isStopped = (error: unknown): boolean =>
  error instanceof AppError &&
  error.data.reason === 'docker-409' &&
  /not running|paused/.test(error.data.details ?? '');
