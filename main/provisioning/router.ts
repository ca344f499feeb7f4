import { base } from '../rpc/base';
import type { Provisioning } from './service';

export const createProvisioningRouter = (provisioning: Provisioning) =>
  base.provisioning.router({
    start: base.provisioning.start.handler(({ input, context }) =>
      provisioning.start(input.projectId, context.actor.name),
    ),
    runs: base.provisioning.runs.handler(({ input }) => provisioning.runs(input)),
    run: base.provisioning.run.handler(({ input }) => provisioning.run(input.runId)),
  });
