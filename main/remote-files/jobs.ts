import path from 'node:path';
import type { Task } from '../../preload/contract/tasks';
import { invalid } from '../errors';
import type { StartTask } from '../tasks/service';
import type { Drops } from './drops';
import type { FilePlaces, PlaceId } from '../file-places/file-place';
import { nameOf, readName, readPath, showName } from '../file-places/remote-path';
import { type DownloadInput, kindsOf, type RemoveInput, type UploadInput } from './work';

export interface Grants {
  resolve(id: string, kind: 'file' | 'folder' | 'save'): string;
}
type At = PlaceId & { path: string };
type Source = { from: 'grant'; grantId: string } | { from: 'drop'; dropId: string };

export const shownName = (at: string): string => showName(nameOf(readPath(at))) || '/';

/** Starts the long work with files as tasks. */
export function createJobs(parts: {
  prefix: string;
  places: FilePlaces;
  start: (request: StartTask) => Task;
  grants: Grants;
  drops: Drops;
}) {
  const { grants, drops } = parts;
  const kinds = kindsOf(parts.prefix);
  const start = startFor(parts);
  return {
    async remove(input: RemoveInput, startedBy: string): Promise<Task> {
      const what =
        input.paths.length === 1 ? shownName(input.paths[0] ?? '') : `${input.paths.length} entries`;
      for (const at of input.paths)
        if (readPath(at).length === 1) throw invalid('The root is not deleted.', 'Choose what is in it.');
      return start(input, { kind: kinds.remove, title: `Delete ${what}`, preposition: 'on' }, startedBy);
    },
    async download(
      { grantId, ...rest }: At & { grantId: string; as: DownloadInput['as'] },
      startedBy: string,
    ): Promise<Task> {
      const file = grants.resolve(grantId, rest.as === 'folder' ? 'folder' : 'save');
      const input: DownloadInput = { ...rest, file };
      const about = { kind: kinds.download, title: `Download ${shownName(rest.path)}`, preposition: 'from' };
      return start(input, about, startedBy, `download ${file}${rest.as === 'folder' ? rest.path : ''}`);
    },
    async upload(input: At & { source: Source; replace: boolean }, startedBy: string): Promise<Task> {
      const { source, ...rest } = input;
      const dropped = source.from === 'drop';
      const { file, name } = dropped ? drops.finish(source.dropId) : chosen(grants, source.grantId);
      readName(name);
      const about = { kind: kinds.upload, title: `Upload ${name}`, preposition: 'to' };
      const work: UploadInput = { ...rest, file, name, dropped };
      const lock = `upload ${input.hostId} ${input.containerId ?? ''} ${input.path} ${name}`;
      return start(work, about, startedBy, lock);
    },
  };
}

/** A file, or a folder with what is in it. */
function chosen(grants: Grants, grantId: string) {
  let file: string;
  try {
    file = grants.resolve(grantId, 'file');
  } catch {
    file = grants.resolve(grantId, 'folder');
  }
  return { file, name: path.basename(file) };
}

function startFor({ places, start }: { places: FilePlaces; start: (request: StartTask) => Task }) {
  return async (
    input: PlaceId,
    { kind, title, preposition }: { kind: string; title: string; preposition: string },
    startedBy: string,
    lock?: string,
  ): Promise<Task> => {
    const name = await places.nameOf(input);
    return start({
      ...{ kind, title: `${title} ${preposition} ${name}`, input, startedBy },
      subject: { type: 'host', id: input.hostId },
      ...(lock && { lock: { name: lock, busy: 'The same transfer is running already.' } }),
    });
  };
}
