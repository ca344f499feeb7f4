import { base } from '../rpc/base';
import type { LogFiles } from './log-files';
import type { Containers } from './service';

export const createContainersRouter = (containers: Containers, logFiles: LogFiles) =>
  base.containers.router({
    watch: base.containers.watch.handler(({ input, signal }) => containers.watch(input.hostIds, signal)),
    inspect: base.containers.inspect.handler(({ input, signal }) => containers.inspect(input, signal)),
    act: base.containers.act.handler(({ input, signal }) => containers.act(input, signal)),
    rename: base.containers.rename.handler(({ input }) => containers.rename(input)),
    remove: base.containers.remove.handler(({ input, signal }) => containers.remove(input, signal)),
    setLimits: base.containers.setLimits.handler(({ input }) => containers.setLimits(input)),
    logs: base.containers.logs.handler(({ input, signal }) => containers.logs(input, signal)),
    saveLog: base.containers.saveLog.handler(({ input, context }) =>
      logFiles.save(input, context.actor.name),
    ),
    logLink: base.containers.logLink.handler(({ input }) => logFiles.link(input)),
  });
