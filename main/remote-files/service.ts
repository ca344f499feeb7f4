import type { RemoteEntry, RemoteListing, RemoteLook } from '../../preload/contract/file-calls';
import type { Permission } from '../../preload/contract/meta';
import type { Task } from '../../preload/contract/tasks';
import { conflict, invalid } from '../errors';
import type { Downloads } from '../files/downloads';
import type { DragStages } from '../files/drag-stage';
import type { StartTask, TaskKind } from '../tasks/service';
import type { Drops } from './drops';
import { saveText } from './edit';
import { kindOf } from '../file-places/file-kind';
import { entryAt, listFolder } from './entries';
import type { FilePlace, FilePlaces, PlaceId } from '../file-places/file-place';
import { createFileDrags } from './file-drags';
import { createJobs, type Grants, shownName } from './jobs';
import { lookAt } from './look';
import { childOf, nameOf, parentOf, readName, readPath, showName } from '../file-places/remote-path';
import { reasonOf } from './sftp-problem';
import { defineWork } from './work';

export type RemoteFiles = ReturnType<typeof createRemoteFiles>;

const linkMs = 10 * 60_000;

export interface RemoteFileParts {
  /** Of hosts, or of containers. */
  places: FilePlaces;
  /** The name of the calls for them, which those of their tasks begin with. */
  prefix: string;
  permission: Permission;
  tasks: { define: <I>(kind: TaskKind<I>) => void; start: (request: StartTask) => Task };
  downloads: Downloads;
  grants: Grants;
  /** Where what was dropped waits for its upload. */
  drops: Drops;
  /** Where files wait for being dragged out. */
  stages: DragStages;
}

type At = PlaceId & { path: string };

/** The files of hosts, or of containers. */
export function createRemoteFiles(parts: RemoteFileParts) {
  const { places, prefix, permission, tasks, downloads, grants, drops } = parts;
  defineWork(tasks, { prefix, permission, places, drops });
  const offer = (place: At, fileName: string, contentType: string): string =>
    downloads.offer({
      ...{ fileName, contentType, expiresMs: linkMs, once: false },
      open: () => places.open(place, readPath(place.path)),
    }).url;
  const look = (files: FilePlace, place: At): Promise<RemoteLook> =>
    lookAt(files, readPath(place.path), (_path, entry, type) =>
      offer({ ...place, path: entry.path }, entry.name, type),
    );

  return {
    list: (
      { path, typed, ...place }: PlaceId & { path: string | null; typed: string | null },
      signal?: AbortSignal,
    ) => places.quick(place, (files): Promise<RemoteListing> => listFolder(files, { path, typed }), signal),
    look: (place: At, signal?: AbortSignal): Promise<RemoteLook> =>
      places.quick(place, (files) => look(files, place), signal),
    save: (
      input: At & { text: string; version: { sizeBytes: number; modifiedAt: number; sha256: string } },
    ) =>
      places.quick(input, async (files): Promise<RemoteLook> => {
        await saveText(files, readPath(input.path), input.text, input.version);
        return look(files, input);
      }),
    ...changes(places),
    count: ({ paths, ...place }: PlaceId & { paths: string[] }, signal?: AbortSignal) =>
      places.quick(place, (files) => files.count(paths.map(readPath)), signal),
    ...createJobs({ prefix, places, start: tasks.start, grants, drops }),
    /** A folder comes as a tar. */
    async link(place: At, signal?: AbortSignal) {
      const lookAtKind = async (files: FilePlace) => kindOf(await files.lstat(readPath(place.path)));
      const kind = await places.quick(place, lookAtKind, signal);
      const name = shownName(place.path);
      if (kind !== 'folder') return { fileName: name, url: offer(place, name, 'application/octet-stream') };
      const fileName = `${name === '/' ? 'root' : name}.tar`;
      const open = async () => ({
        stream: await places.openTar(place, readPath(place.path)),
        sizeBytes: null,
      });
      const about = { fileName, contentType: 'application/x-tar', expiresMs: linkMs, once: false };
      return { fileName, url: downloads.offer({ ...about, open }).url };
    },
    ...createFileDrags(parts),
    drops,
  };
}

const changes = (places: FilePlaces) => ({
  makeFolder: ({ path: at, name, ...place }: At & { name: string }): Promise<RemoteEntry> =>
    places.quick(place, async (files) => {
      const made = childOf(readPath(at), readName(name));
      await assertFree(files, made);
      await files.makeFolder(made);
      return entryAt(files, made);
    }),
  rename: ({ path: at, name, ...place }: At & { name: string }): Promise<RemoteEntry> =>
    places.quick(place, async (files) => {
      const from = readPath(at);
      const to = childOf(parentOf(from), readName(name));
      await assertFree(files, to);
      await files.rename(from, to);
      return entryAt(files, to);
    }),
  setMode: ({ path: at, mode, ...place }: At & { mode: number }): Promise<RemoteEntry> =>
    places.quick(place, async (files) => {
      const file = readPath(at);
      if ((await entryAt(files, file)).kind === 'link')
        throw invalid('A link has no permissions of its own.', 'Change those of the file it leads to.');
      await files.setMode(file, mode);
      return entryAt(files, file);
    }),
});

/** An answer in words before the host gives one without. */
async function assertFree(files: FilePlace, path: Buffer): Promise<void> {
  try {
    await files.lstat(path);
  } catch (error) {
    if (reasonOf(error) === 'gone') return;
    throw error;
  }
  throw conflict(`"${showName(nameOf(path))}" is there already.`, 'Choose another name.');
}
