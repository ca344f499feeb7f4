import { base } from '../rpc/base';
import type { Stock } from './service';

export const createImagesRouter = ({ images, jobs }: Stock) =>
  base.images.router({
    list: base.images.list.handler(({ input, signal }) => images.list(input, signal)),
    inspect: base.images.inspect.handler(({ input, signal }) => images.inspect(input, signal)),
    pull: base.images.pull.handler(({ input, context }) => jobs.pull(input, context.actor.name)),
    tag: base.images.tag.handler(({ input }) => images.tag(input)),
    untag: base.images.untag.handler(({ input }) => images.untag(input)),
    remove: base.images.remove.handler(({ input }) => images.remove(input)),
    save: base.images.save.handler(({ input, context }) => jobs.save(input, context.actor.name)),
    link: base.images.link.handler(({ input }) => images.link(input)),
    load: base.images.load.handler(({ input, context }) => jobs.load(input, context.actor.name)),
  });

export const createRegistriesRouter = ({ logins }: Stock) =>
  base.registries.router({
    list: base.registries.list.handler(() => logins.list()),
    save: base.registries.save.handler(({ input }) => logins.save(input)),
    remove: base.registries.remove.handler(({ input }) => logins.remove(input.registry)),
  });

export const createVolumesRouter = ({ volumes }: Stock) =>
  base.volumes.router({
    list: base.volumes.list.handler(({ input, signal }) => volumes.list(input, signal)),
    sizes: base.volumes.sizes.handler(({ input, signal }) => volumes.sizes(input, signal)),
    create: base.volumes.create.handler(({ input }) => volumes.create(input)),
    remove: base.volumes.remove.handler(({ input }) => volumes.remove(input)),
  });

export const createNetworksRouter = ({ networks }: Stock) =>
  base.networks.router({
    list: base.networks.list.handler(({ input, signal }) => networks.list(input, signal)),
    create: base.networks.create.handler(({ input }) => networks.create(input)),
    remove: base.networks.remove.handler(({ input }) => networks.remove(input)),
  });

export const createCleanUpRouter = (stock: Stock) =>
  base.cleanUp.router({
    plan: base.cleanUp.plan.handler(({ input, signal }) => stock.plan(input, signal)),
    run: base.cleanUp.run.handler(({ input, context }) => stock.jobs.cleanUp(input, context.actor.name)),
  });
