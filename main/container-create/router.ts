import { base } from '../rpc/base';
import type { ContainerCreation } from './service';

export const createContainerCreateRouter = (creation: ContainerCreation) =>
  base.containerCreate.router({
    offers: base.containerCreate.offers.handler(({ input, signal }) => creation.offers(input.hostId, signal)),
    check: base.containerCreate.check.handler(({ input, signal }) =>
      creation.check(input.hostId, input.spec, signal),
    ),
    choose: base.containerCreate.choose.handler(({ input, signal }) => creation.choose(input.spec, signal)),
    create: base.containerCreate.create.handler(({ input }) => creation.create(input.hostId, input.spec)),
    repairPlan: base.containerCreate.repairPlan.handler(({ input, signal }) =>
      creation.repairPlan(input, signal),
    ),
    repair: base.containerCreate.repair.handler(({ input: { change, ...of } }) =>
      creation.repair(of, change),
    ),
    secrets: base.containerCreate.secrets.handler(() => creation.secrets()),
    setSecret: base.containerCreate.setSecret.handler(({ input }) =>
      creation.setSecret(input.name, input.value),
    ),
  });
