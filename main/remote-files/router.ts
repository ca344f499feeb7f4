import { base } from '../rpc/base';
import type { RemoteFiles } from './service';

export const createRemoteFilesRouter = (files: RemoteFiles) =>
  base.remoteFiles.router({
    list: base.remoteFiles.list.handler(({ input }) => files.list(input)),
    look: base.remoteFiles.look.handler(({ input }) => files.look(input)),
    save: base.remoteFiles.save.handler(({ input }) => files.save(input)),
    makeFolder: base.remoteFiles.makeFolder.handler(({ input }) => files.makeFolder(input)),
    rename: base.remoteFiles.rename.handler(({ input }) => files.rename(input)),
    setMode: base.remoteFiles.setMode.handler(({ input }) => files.setMode(input)),
    count: base.remoteFiles.count.handler(({ input }) => files.count(input)),
    remove: base.remoteFiles.remove.handler(({ input, context }) => files.remove(input, context.actor.name)),
    link: base.remoteFiles.link.handler(({ input }) => files.link(input)),
    download: base.remoteFiles.download.handler(({ input, context }) =>
      files.download(input, context.actor.name),
    ),
    beginDrop: base.remoteFiles.beginDrop.handler(({ input }) => files.drops.begin(input)),
    addToDrop: base.remoteFiles.addToDrop.handler(({ input: { dropId, offset, content } }) =>
      files.drops.add(dropId, offset, Buffer.from(content, 'base64')),
    ),
    cancelDrop: base.remoteFiles.cancelDrop.handler(({ input }) => files.drops.cancel(input.dropId)),
    upload: base.remoteFiles.upload.handler(({ input, context }) => files.upload(input, context.actor.name)),
  });
