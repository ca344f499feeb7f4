import path from 'node:path';
import type { Task } from '../../preload/contract/tasks';
import { invalid } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import type { StartTask } from '../tasks/service';
import type { Drops } from './drops';
import { nameOf, readName, readPath, showName } from './remote-path';
import { type DownloadInput, kinds, type RemoveInput, type UploadInput } from './work';

export interface Grants {
  resolve(id: string, kind: 'file' | 'save'): string;
}
type Place = { hostId: string; path: string };
type Source = { from: 'grant'; grantId: string } | { from: 'drop'; dropId: string };

export const shownName = (at: string): string => showName(nameOf(readPath(at))) || '/';

/** Starts the long work with files as tasks. */
export function createJobs({
  access,
  start: startTask,
  grants,
  drops,
}: {
  access: HostAccess;
  start: (request: StartTask) => Task;
  grants: Grants;
  drops: Drops;
}) {
  const start = startFor(access, startTask);
  return {
    remove: (input: RemoveInput, startedBy: string): Task => {
      const what =
        input.paths.length === 1 ? shownName(input.paths[0] ?? '') : `${input.paths.length} entries`;
      for (const at of input.paths)
        if (readPath(at).length === 1) throw invalid('The root is not deleted.', 'Choose what is in it.');
      return start(input, { kind: kinds.remove, title: `Delete ${what}`, preposition: 'on' }, startedBy);
    },
    download({ hostId, path: at, grantId }: Place & { grantId: string }, startedBy: string): Task {
      const input: DownloadInput = { hostId, path: at, file: grants.resolve(grantId, 'save') };
      const about = { kind: kinds.download, title: `Download ${shownName(at)}`, preposition: 'from' };
      return start(input, about, startedBy, `download ${input.file}`);
    },
    upload(input: Place & { source: Source; replace: boolean }, startedBy: string): Task {
      const { source, ...rest } = input;
      const dropped = source.from === 'drop';
      const { file, name } = dropped ? drops.finish(source.dropId) : chosen(grants, source.grantId);
      readName(name);
      const about = { kind: kinds.upload, title: `Upload ${name}`, preposition: 'to' };
      const work: UploadInput = { ...rest, file, name, dropped };
      return start(work, about, startedBy, `upload ${input.hostId} ${input.path} ${name}`);
    },
  };
}

function chosen(grants: Grants, grantId: string) {
  const file = grants.resolve(grantId, 'file');
  return { file, name: path.basename(file) };
}

function startFor(access: HostAccess, start: (request: StartTask) => Task) {
  return (
    input: { hostId: string },
    { kind, title, preposition }: { kind: string; title: string; preposition: string },
    startedBy: string,
    lock?: string,
  ): Task => {
    const { id, name } = access.need(input.hostId);
    return start({
      ...{ kind, title: `${title} ${preposition} ${name}`, input, startedBy },
      subject: { type: 'host', id },
      ...(lock && { lock: { name: lock, busy: 'The same transfer is running already.' } }),
    });
  };
}
