import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { invalid } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import type { TaskContext } from '../tasks/service';
import { kindOf } from '../file-places/file-kind';
import { farHash, hashBeforehand } from './far-hash';
import type { FilePlaces, FileSource, PlaceId } from '../file-places/file-place';
import { hostTree } from './host-tree';
import { piecesOf } from './pieces';
import { packTree } from '../file-places/pack-tree';
import { removeTrees } from './removal';
import type { Sessions } from './sessions';
import { fstat, withFile } from './sftp-files';
import { sftpPlace } from './sftp-place';
import type { SftpSession } from './sftp-session';
import { type Attributes, openFor } from './sftp-wire';
import { uploadAny } from './upload-folder';

/** The files of SSH hosts, over SFTP. */
export function createHostPlaces({
  access,
  sessions,
}: {
  access: HostAccess;
  sessions: Sessions;
}): FilePlaces {
  const onSession = <T>(
    { hostId }: PlaceId,
    signal: AbortSignal,
    work: (session: SftpSession) => Promise<T>,
  ) => sessions.transfer(hostId, signal, work);
  const tree: FilePlaces['tree'] = ({ hostId }, path, signal) => hostTree(sessions, hostId, path, signal);

  return {
    nameOf: async ({ hostId }) => access.need(hostId).name,
    quick: ({ hostId }, work, signal) =>
      sessions.quick(hostId, (session) => work(sftpPlace(session)), signal),
    open: ({ hostId }, path) => streamFile(sessions, hostId, path),
    openTar: async (place, path) => packTree(path, (signal) => tree(place, path, signal)),
    withSource: (place, path, signal, work) =>
      onSession(place, signal, (session) =>
        withFile(session, path, { flags: openFor.read }, async (handle) => {
          const { size, mtime } = needFile(await fstat(session, handle));
          const changed = async () => {
            const now = await fstat(session, handle);
            return now.size !== size || now.mtime !== mtime;
          };
          const readFrom = (from: number) => piecesOf(session, handle, { from, to: size });
          const transfer = { access, hostId: place.hostId, session };
          const hash = (length: number) => farHash(transfer, path, length, signal);
          const follow = () => hashBeforehand(transfer, path, size, signal);
          const checksWhole = () => Promise.resolve(true);
          const readAll = () => readFrom(0);
          const source: FileSource = { size, hash, follow, changed, checksWhole, readFrom, readAll };
          return work(source);
        }),
      ),
    tree,
    upload: (place, what, task) => uploadAny({ access, sessions, hostId: place.hostId }, what, task),
    async remove(place, paths, task: TaskContext) {
      const removed = await onSession(place, task.signal, (session) =>
        removeTrees(session, paths, (count) => {
          if (count % 100 === 0) task.log(`${count} deleted`);
        }),
      );
      return { removed };
    },
  };
}

function needFile(attributes: Attributes): Attributes {
  if (kindOf(attributes) === 'file') return attributes;
  throw invalid('This is no file.', 'Download a folder as a tar.');
}

/** A file of a host as a stream, read as fast as it is taken, over a session of its own. */
function streamFile(
  sessions: Sessions,
  hostId: string,
  path: Buffer,
): Promise<{ stream: Readable; sizeBytes: number }> {
  const abort = new AbortController();
  const stream = new PassThrough({ highWaterMark: 1 << 20 });
  stream.once('close', () => abort.abort());
  // A file that cannot be opened is told by the promise: nobody else has the stream by then.
  stream.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    const work = sessions.transfer(hostId, abort.signal, (session) =>
      withFile(session, path, { flags: openFor.read }, async (handle) => {
        const { size } = needFile(await fstat(session, handle));
        resolve({ stream, sizeBytes: size });
        for await (const piece of piecesOf(session, handle, { from: 0, to: size, keep: true }))
          if (!stream.write(piece)) await once(stream, 'drain', { signal: abort.signal });
        stream.end();
      }),
    );
    work.catch((error: Error) => {
      reject(error);
      stream.destroy(error);
    });
  });
}
