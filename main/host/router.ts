import { base } from '../rpc/base';
import type { Host } from './service';

export const createHostRouter = (host: Host) =>
  base.host.router({
    describe: base.host.describe.handler(({ context }) => host.describe(context)),
    status: base.host.status.handler(() => host.status()),
    watch: base.host.watch.handler(({ signal }) => host.watch(signal)),
    openDataDirectory: base.host.openDataDirectory.handler(() => host.openDataDirectory()),
    openLink: base.host.openLink.handler(({ input }) => host.openLink(input.address)),
    relaunch: base.host.relaunch.handler(() => host.relaunch()),
  });
