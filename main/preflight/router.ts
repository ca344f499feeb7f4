import { base } from '../rpc/base';
import type { Preflight } from './service';

export const createPreflightRouter = (preflight: Preflight) =>
  base.preflight.router({
    watch: base.preflight.watch.handler(({ input, signal }) => preflight.watch(input, signal)),
  });
