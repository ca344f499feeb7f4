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
import { createJobs, type Grants, shownName } from './jobs';
import { lookAt } from './look';
import { countTrees } from './removal';
import { childOf, nameOf, parentOf, readName, readPath, showName } from './remote-path';
import { putFile, type PutFile } from './put-file';
import { createSessions } from './sessions';
import { findAt, makeFolder, rename, setMode } from './sftp-files';
import type { SftpSession } from './sftp-session';
import { defineWork, type RemoveInput } from './work';

export type RemoteFiles = ReturnType<typeof createRemoteFiles>;

const linkMs = 10 * 60_000;

export interface RemoteFileParts {
  access: HostAccess;
  tasks: { define: <I>(kind: TaskKind<I>) => void; start: (request: StartTask) => Task };
  downloads: Downloads;
  grants: Grants;
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
    ...createJobs({ access, start: tasks.start, grants, drops }),
    link: (place: Place) => {
      access.need(place.hostId);
      const fileName = shownName(place.path);
      return { fileName, url: offer(place, fileName, 'application/octet-stream') };
    },
    drops,
    /** For kits: what is written is in memory, one session for all of it. Waits for its turn like other transfers. */
    send: <T>(
      hostId: string,
      signal: AbortSignal,
      work: (put: (file: PutFile, onBytes: (bytes: number) => void) => Promise<void>) => Promise<T>,
    ): Promise<T> =>
      sessions.transfer(hostId, signal, (session) =>
        work((file, onBytes) => putFile(session, file, onBytes)),
      ),
    dispose: sessions.dispose,
  };
}

/** An answer in words before the host gives one without. */
async function assertFree(session: SftpSession, path: Buffer): Promise<void> {
  if (!(await findAt(session, path))) return;
  throw conflict(`"${showName(nameOf(path))}" is there already.`, 'Choose another name.');
}
