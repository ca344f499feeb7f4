import { base } from '../rpc/base';
import type { Deployments } from './service';

export const createDeploymentsRouter = (deployments: Deployments) =>
  base.deployments.router({
    list: base.deployments.list.handler(() => deployments.list()),
    watch: base.deployments.watch.handler(({ signal }) => deployments.watch(signal)),
    preview: base.deployments.preview.handler(({ input, signal }) =>
      deployments.preview(input.items, signal),
    ),
    deploy: base.deployments.deploy.handler(({ input, context }) =>
      deployments.deploy(input.items, context.actor.name),
    ),
    start: base.deployments.start.handler(({ input, context }) =>
      deployments.start(input.deploymentIds, input.anyway, context.actor.name),
    ),
    stop: base.deployments.stop.handler(({ input, context }) =>
      deployments.stop(input.deploymentIds, context.actor.name),
    ),
    restart: base.deployments.restart.handler(({ input, context }) =>
      deployments.restart(input.deploymentIds, input.anyway, context.actor.name),
    ),
    rollBack: base.deployments.rollBack.handler(({ input, context }) =>
      deployments.rollBack(input.deploymentId, input.previousId, context.actor.name),
    ),
    remove: base.deployments.remove.handler(({ input, context }) =>
      deployments.remove(input.deploymentIds, context.actor.name),
    ),
    forget: base.deployments.forget.handler(({ input }) => deployments.forget(input.deploymentId)),
    verify: base.deployments.verify.handler(({ input, signal }) =>
      deployments.verify(input.deploymentId, signal),
    ),
    logs: base.deployments.logs.handler(({ input, signal }) => deployments.logs(input, signal)),
    pythons: base.deployments.pythons.handler(({ input, signal }) =>
      deployments.pythons(input.hostId, signal),
    ),
    images: base.deployments.images.handler(({ input, signal }) => deployments.images(input.hostId, signal)),
    probeImage: base.deployments.probeImage.handler(({ input, signal }) =>
      deployments.probeImage(input, signal),
    ),
  });
