import { base } from '../rpc/base';
import type { Forwards } from './service';

export const createForwardsRouter = (forwards: Forwards) =>
  base.forwards.router({
    list: base.forwards.list.handler(() => forwards.list()),
    watch: base.forwards.watch.handler(({ signal }) => forwards.watch(signal)),
    open: base.forwards.open.handler(({ input, signal }) => forwards.open(input, signal)),
    close: base.forwards.close.handler(({ input }) => forwards.close(input.forwardId)),
  });
