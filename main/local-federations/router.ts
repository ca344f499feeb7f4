import { base } from '../rpc/base';
import type { LocalFederations } from './service';

export const createLocalFederationsRouter = (federations: LocalFederations) =>
  base.localFederations.router({
    list: base.localFederations.list.handler(() => federations.list()),
    watch: base.localFederations.watch.handler(({ signal }) => federations.watch(signal)),
    plan: base.localFederations.plan.handler(({ input }) => federations.plan(input.projectId)),
    start: base.localFederations.start.handler(({ input, context }) =>
      federations.start(input, context.actor.name),
    ),
    stop: base.localFederations.stop.handler(({ input, context }) =>
      federations.stop(input.federationId, context.actor.name),
    ),
    startAgain: base.localFederations.startAgain.handler(({ input, context }) =>
      federations.startAgain(input.federationId, context.actor.name),
    ),
    control: base.localFederations.control.handler(({ input }) => federations.control(input)),
    remove: base.localFederations.remove.handler(({ input }) => federations.remove(input.federationId)),
    log: base.localFederations.log.handler(({ input, signal }) => federations.log(input, signal)),
  });
