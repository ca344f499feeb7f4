import { base } from '../rpc/base';
import type { Updates } from './service';

export const createUpdatesRouter = (updates: Updates) =>
  base.updates.router({
    state: base.updates.state.handler(() => updates.state()),
    check: base.updates.check.handler(() => updates.check()),
    download: base.updates.download.handler(() => updates.download()),
    installAtQuit: base.updates.installAtQuit.handler(({ input }) => updates.installAtQuit(input.atQuit)),
  });
