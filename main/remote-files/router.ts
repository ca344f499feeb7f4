import { base, noteFetch } from '../rpc/base';
import type { RemoteFiles } from './service';

type Files = Pick<typeof base, 'remoteFiles' | 'containerFiles'>;

/** The same handlers behind the calls for hosts and those for containers. */
function handlersOf(room: keyof Files, files: RemoteFiles) {
  const calls: Files['remoteFiles'] = base[room];
  return {
    list: calls.list.handler(({ input, signal }) => files.list(input, signal)),
    look: calls.look.handler(({ input, signal }) => files.look(input, signal)),
    save: calls.save.handler(({ input }) => files.save(input)),
    makeFolder: calls.makeFolder.handler(({ input }) => files.makeFolder(input)),
    rename: calls.rename.handler(({ input }) => files.rename(input)),
    setMode: calls.setMode.handler(({ input }) => files.setMode(input)),
    count: calls.count.handler(({ input, signal }) => files.count(input, signal)),
    remove: calls.remove.handler(({ input, context }) => files.remove(input, context.actor.name)),
    link: calls.link.handler(({ input, signal }) => files.link(input, signal)),
    download: calls.download.handler(({ input, context }) => files.download(input, context.actor.name)),
    // The page stages a file as the pointer comes near. What leaves a trace is that it is fetched.
    stage: calls.stage.handler(({ input, context }) =>
      files.stage(input, {
        native: context.dragOut !== null,
        taken: () => noteFetch(context, `${room}.dragOut`, `${input.hostId},${input.path}`),
      }),
    ),
    dragOut: calls.dragOut.handler(({ input, context }) => files.dragOut(input, context.dragOut)),
    beginDrop: calls.beginDrop.handler(({ input }) => files.drops.begin(input)),
    addToDrop: calls.addToDrop.handler(({ input: { dropId, content, ...at } }) =>
      files.drops.add(dropId, at, Buffer.from(content, 'base64')),
    ),
    cancelDrop: calls.cancelDrop.handler(({ input }) => files.drops.cancel(input.dropId)),
    upload: calls.upload.handler(({ input, context }) => files.upload(input, context.actor.name)),
  };
}

export const createRemoteFilesRouter = (files: RemoteFiles) =>
  base.remoteFiles.router(handlersOf('remoteFiles', files));

export const createContainerFilesRouter = (files: RemoteFiles) =>
  base.containerFiles.router(handlersOf('containerFiles', files));
