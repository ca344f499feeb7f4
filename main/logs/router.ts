import { base } from '../rpc/base';
import type { Logs } from './service';

export const createLogsRouter = (logs: Logs) =>
  base.logs.router({
    read: base.logs.read.handler(({ input }) => logs.read(input)),
    watch: base.logs.watch.handler(({ input, signal }) => logs.watch(input, signal)),
  });
