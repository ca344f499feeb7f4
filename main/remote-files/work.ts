import { rmSync } from 'node:fs';
import { z } from 'zod';
import type { HostAccess } from '../hosts/host-access';
import type { TaskContext, TaskKind } from '../tasks/service';
import { download } from './download';
import { removeTrees } from './removal';
import { readName, readPath } from './remote-path';
import type { Sessions } from './sessions';
import { upload } from './upload';

export const kinds = {
  upload: 'remoteFiles.upload',
  download: 'remoteFiles.download',
  remove: 'remoteFiles.remove',
} as const;

const uploadInput = z.object({
  ...{ hostId: z.string(), path: z.string(), file: z.string(), name: z.string() },
  replace: z.boolean(),
  /** The file was made for this upload, and goes with it. */
  dropped: z.boolean(),
});
export type UploadInput = z.infer<typeof uploadInput>;
const downloadInput = z.object({ hostId: z.string(), path: z.string(), file: z.string() });
export type DownloadInput = z.infer<typeof downloadInput>;
const removeInput = z.object({ hostId: z.string(), paths: z.array(z.string()) });
export type RemoveInput = z.infer<typeof removeInput>;

/** The long work with files of hosts. Each can be run again: a transfer goes on, a removal takes what is left. */
export function defineWork(
  { define }: { define: <I>(kind: TaskKind<I>) => void },
  { access, sessions }: { access: HostAccess; sessions: Sessions },
): void {
  const permission = 'hosts.use' as const;
  define<UploadInput>({
    ...{ kind: kinds.upload, permission, input: uploadInput },
    async run({ hostId, path, file, name, replace, dropped }, task) {
      const what = { file, folder: readPath(path), name: readName(name), mayReplace: replace };
      const result = await sessions.transfer(hostId, task.signal, (session) =>
        upload({ access, hostId, session }, what, task),
      );
      if (dropped) rmSync(file, { force: true });
      return result;
    },
  });
  define<DownloadInput>({
    ...{ kind: kinds.download, permission, input: downloadInput },
    run: ({ hostId, path, file }, task) =>
      sessions.transfer(hostId, task.signal, (session) =>
        download({ access, hostId, session }, { path: readPath(path), file }, task),
      ),
  });
  define<RemoveInput>({
    ...{ kind: kinds.remove, permission, input: removeInput },
    run: (input, task) => remove(sessions, input, task),
  });
}

async function remove(sessions: Sessions, { hostId, paths }: RemoveInput, task: TaskContext) {
  task.stage('Deleting', 0, 1);
  const removed = await sessions.transfer(hostId, task.signal, (session) =>
    removeTrees(session, paths.map(readPath), (count) => {
      if (count % 100 === 0) task.log(`${count} deleted`);
    }),
  );
  task.log(`${removed} deleted in all.`);
  return { removed };
}
