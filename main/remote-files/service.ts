import path from 'node:path';
import type { RemoteEntry, RemoteListing, RemoteLook } from '../../preload/contract/remote-files';
import type { Task } from '../../preload/contract/tasks';
import { conflict, invalid } from '../errors';
import type { Downloads } from '../files/downloads';
import type { HostAccess } from '../hosts/host-access';
import type { StartTask, TaskKind } from '../tasks/service';
import { streamFile } from './download';
import { createDrops } from './drops';
import { saveText } from './edit';
import { entryAt, listFolder } from './entries';
import { lookAt } from './look';
import { countTrees } from './removal';
import { childOf, nameOf, parentOf, readName, readPath, showName } from './remote-path';
import { createSessions } from './sessions';
import { findAt, makeFolder, rename, setMode } from './sftp-files';
import type { SftpSession } from './sftp-session';
import { defineWork, type DownloadInput, kinds, type RemoveInput, type UploadInput } from './work';

export type RemoteFiles = ReturnType<typeof createRemoteFiles>;

const linkMs = 10 * 60_000;

export interface RemoteFileParts {
  access: HostAccess;
  tasks: { define: <I>(kind: TaskKind<I>) => void; start: (request: StartTask) => Task };
  downloads: Downloads;
  grants: { resolve(id: string, kind: 'file' | 'save'): string };
  /** Where dropped files wait for their upload. */
  drops: string;
}

type Place = { hostId: string; path: string };

/** Files on SSH hosts, over SFTP. */
export function createRemoteFiles({ access, tasks, downloads, grants, drops: folder }: RemoteFileParts) {
  const sessions = createSessions(access);
  const drops = createDrops(folder);
  defineWork(tasks, { access, sessions });
  const offer = ({ hostId, path: at }: Place, fileName: string, contentType: string): string =>
    downloads.offer({
      ...{ fileName, contentType, expiresMs: linkMs, once: false },
      open: () => streamFile(sessions, hostId, readPath(at)),
    }).url;
  const look = (session: SftpSession, { hostId, path: at }: Place): Promise<RemoteLook> =>
    lookAt(session, readPath(at), (_path, entry, type) =>
      offer({ hostId, path: entry.path }, entry.name, type),
    );
  const start = startFor(access, tasks.start);

  return {
    list: ({ hostId, ...which }: { hostId: string; path: string | null; typed: string | null }) =>
      sessions.quick(hostId, (session): Promise<RemoteListing> => listFolder(session, which)),
    look: (place: Place): Promise<RemoteLook> =>
      sessions.quick(place.hostId, (session) => look(session, place)),
    save: (
      input: Place & { text: string; version: { sizeBytes: number; modifiedAt: number; sha256: string } },
    ) =>
      sessions.quick(input.hostId, async (session): Promise<RemoteLook> => {
        await saveText(session, readPath(input.path), input.text, input.version);
        return look(session, input);
      }),
    makeFolder: ({ hostId, path: at, name }: Place & { name: string }): Promise<RemoteEntry> =>
      sessions.quick(hostId, async (session) => {
        const made = childOf(readPath(at), readName(name));
        await assertFree(session, made);
        await makeFolder(session, made);
        return entryAt(session, made);
      }),
    rename: ({ hostId, path: at, name }: Place & { name: string }): Promise<RemoteEntry> =>
      sessions.quick(hostId, async (session) => {
        const from = readPath(at);
        const to = childOf(parentOf(from), readName(name));
        await assertFree(session, to);
        await rename(session, from, to);
        return entryAt(session, to);
      }),
    setMode: ({ hostId, path: at, mode }: Place & { mode: number }): Promise<RemoteEntry> =>
      sessions.quick(hostId, async (session) => {
        const file = readPath(at);
        if ((await entryAt(session, file)).kind === 'link')
          throw invalid('A link has no permissions of its own.', 'Change those of the file it leads to.');
        await setMode(session, file, mode);
        return entryAt(session, file);
      }),
    count: ({ hostId, paths }: RemoveInput) =>
      sessions.quick(hostId, (session) => countTrees(session, paths.map(readPath))),
    remove: (input: RemoveInput, startedBy: string): Task => {
      const what =
        input.paths.length === 1 ? shownName(input.paths[0] ?? '') : `${input.paths.length} entries`;
      for (const at of input.paths)
        if (readPath(at).length === 1) throw invalid('The root is not deleted.', 'Choose what is in it.');
      return start(input, { kind: kinds.remove, title: `Delete ${what}`, preposition: 'on' }, startedBy);
    },
    link: (place: Place) => {
      access.need(place.hostId);
      const fileName = shownName(place.path);
      return { fileName, url: offer(place, fileName, 'application/octet-stream') };
    },
    download({ hostId, path: at, grantId }: Place & { grantId: string }, startedBy: string): Task {
      const input: DownloadInput = { hostId, path: at, file: grants.resolve(grantId, 'save') };
      const about = { kind: kinds.download, title: `Download ${shownName(at)}`, preposition: 'from' };
      return start(input, about, startedBy, `download ${input.file}`);
    },
    drops,
    upload(input: Place & { source: Source; replace: boolean }, startedBy: string): Task {
      const { source, ...rest } = input;
      const dropped = source.from === 'drop';
      const { file, name } = dropped ? drops.finish(source.dropId) : chosen(grants, source.grantId);
      readName(name);
      const about = { kind: kinds.upload, title: `Upload ${name}`, preposition: 'to' };
      const work: UploadInput = { ...rest, file, name, dropped };
      return start(work, about, startedBy, `upload ${input.hostId} ${input.path} ${name}`);
    },
    dispose: sessions.dispose,
  };
}

type Source = { from: 'grant'; grantId: string } | { from: 'drop'; dropId: string };

const shownName = (at: string): string => showName(nameOf(readPath(at))) || '/';

function chosen(grants: RemoteFileParts['grants'], grantId: string) {
  const file = grants.resolve(grantId, 'file');
  return { file, name: path.basename(file) };
}

/** An answer in words before the host gives one without. */
async function assertFree(session: SftpSession, path: Buffer): Promise<void> {
  if (!(await findAt(session, path))) return;
  throw conflict(`"${showName(nameOf(path))}" is there already.`, 'Choose another name.');
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
