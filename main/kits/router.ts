import { base } from '../rpc/base';
import type { Kits } from './service';

export const createKitsRouter = (kits: Kits) =>
  base.kits.router({
    list: base.kits.list.handler(({ input }) => kits.list(input)),
    get: base.kits.get.handler(({ input }) => kits.get(input.kitId)),
    stage: base.kits.stage.handler(({ input }) => kits.stage(input.kitId)),
    dragOut: base.kits.dragOut.handler(({ input, context }) =>
      kits.dragOut(input.kitId, input.stageId, context.dragOut),
    ),
    exportZip: base.kits.exportZip.handler(({ input, context }) =>
      kits.exportZip(input.kitIds, input.grantId, context.actor.name),
    ),
    exportFolder: base.kits.exportFolder.handler(({ input, context }) =>
      kits.exportFolder(input.kitIds, input.grantId, context.actor.name),
    ),
    recordHandover: base.kits.recordHandover.handler(({ input, context }) =>
      kits.recordHandover(input, context.actor.name),
    ),
  });
