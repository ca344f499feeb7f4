import { base } from '../rpc/base';
import type { CaService } from './service';

export const createCaRouter = (ca: CaService) =>
  base.ca.router({
    get: base.ca.get.handler(({ input }) => ca.get(input.projectId)),
    export: base.ca.export.handler(({ input }) => ca.export(input)),
    describe: base.ca.describe.handler(({ input }) => ca.describe(input)),
    import: base.ca.import.handler(({ input, context }) => ca.import(input, context.actor.name)),
    seal: base.ca.seal.handler(({ context }) => ca.seal(context.actor.name)),
  });
