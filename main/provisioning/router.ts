import { base } from '../rpc/base';
import type { Provisioning } from './service';

export const createProvisioningRouter = (provisioning: Provisioning) =>
  base.provisioning.router({
    start: base.provisioning.start.handler(({ input, context }) =>
      provisioning.start(input.projectId, context.actor.name, input),
    ),
    needs: base.provisioning.needs.handler(({ input }) => provisioning.needs(input.projectId)),
    rotation: base.provisioning.rotation.handler(({ input }) => provisioning.rotation(input.projectId)),
    rotations: base.provisioning.rotations.handler(() => provisioning.rotations()),
    startRotation: base.provisioning.startRotation.handler(({ input, context }) =>
      provisioning.startRotation(input.projectId, context.actor.name),
    ),
    finishRotation: base.provisioning.finishRotation.handler(({ input }) => {
      provisioning.finishRotation(input.projectId, input.acceptOpen);
      return {};
    }),
    abandonRotation: base.provisioning.abandonRotation.handler(({ input }) => {
      provisioning.abandonRotation(input.projectId);
      return {};
    }),
    runs: base.provisioning.runs.handler(({ input }) => provisioning.runs(input)),
    run: base.provisioning.run.handler(({ input }) => provisioning.run(input.runId)),
  });
