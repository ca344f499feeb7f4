import { base } from '../rpc/base';
import type { Containers } from './service';

export const createContainersRouter = (containers: Containers) =>
  base.containers.router({
    watch: base.containers.watch.handler(({ input, signal }) => containers.watch(input.hostIds, signal)),
    inspect: base.containers.inspect.handler(({ input }) => containers.inspect(input)),
    act: base.containers.act.handler(({ input }) => containers.act(input)),
    rename: base.containers.rename.handler(({ input }) => containers.rename(input)),
    remove: base.containers.remove.handler(({ input }) => containers.remove(input)),
    setLimits: base.containers.setLimits.handler(({ input }) => containers.setLimits(input)),
    logs: base.containers.logs.handler(({ input, signal }) => containers.logs(input, signal)),
  });
