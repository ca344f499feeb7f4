import { base, noteFetch } from '../rpc/base';
import type { Kits } from './service';

export const createKitsRouter = (kits: Kits) =>
  base.kits.router({
    list: base.kits.list.handler(({ input }) => kits.list(input)),
    get: base.kits.get.handler(({ input }) => kits.get(input.kitId)),
    // The page stages a kit as the pointer comes near. What leaves a trace is that it is fetched.
    stage: base.kits.stage.handler(({ input, context }) =>
      kits.stage(input.kitId, () => noteFetch(context, 'kits.dragOut', input.kitId)),
    ),
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
