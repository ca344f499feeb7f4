import { base, noteFetch } from '../rpc/base';
import type { Kits } from './service';

export const createKitsRouter = (kits: Kits) =>
  base.kits.router({
    list: base.kits.list.handler(({ input }) => kits.list(input)),
    get: base.kits.get.handler(({ input }) => kits.get(input.kitId)),
    // The page stages a kit as the pointer comes near. What leaves a trace is that it is fetched.
    stage: base.kits.stage.handler(({ input, context }) =>
      kits.stage(input.kitId, () => noteFetch(context, 'kits.dragOut', input.kitId), input.evenDisabled),
    ),
    dragOut: base.kits.dragOut.handler(({ input, context }) =>
      kits.dragOut(input.kitId, input.stageId, context.dragOut),
    ),
    exportZip: base.kits.exportZip.handler(({ input, context }) =>
      kits.exportZip(input.kitIds, input.grantId, context.actor.name, input.evenDisabled),
    ),
    exportFolder: base.kits.exportFolder.handler(({ input, context }) =>
      kits.exportFolder(input.kitIds, input.grantId, context.actor.name, input.evenDisabled),
    ),
    recordHandover: base.kits.recordHandover.handler(({ input, context }) =>
      kits.recordHandover(input, context.actor.name),
    ),
    withdrawHandover: base.kits.withdrawHandover.handler(({ input }) =>
      kits.withdrawHandover(input.handoverId),
    ),
    confirmHandover: base.kits.confirmHandover.handler(({ input, context }) =>
      kits.confirmHandover(input, context.actor.name),
    ),
    receipt: base.kits.receipt.handler(({ input }) => kits.receipt(input)),
  });

export const createKitHistoryRouter = ({ history }: Kits) =>
  base.kitHistory.router({
    participants: base.kitHistory.participants.handler(({ input }) => history.participants(input)),
    ofParticipant: base.kitHistory.ofParticipant.handler(({ input }) => history.ofParticipant(input)),
    runs: base.kitHistory.runs.handler(({ input }) => history.runs(input.projectId)),
    compare: base.kitHistory.compare.handler(({ input }) => history.compare(input)),
    difference: base.kitHistory.difference.handler(({ input }) => history.difference(input)),
  });
