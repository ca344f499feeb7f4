import { base } from '../rpc/base';
import type { Runtime } from './service';

export const createRuntimeRouter = (
  runtime: Runtime,
  ports: { grants: { resolve(grantId: string, kind: 'file' | 'folder'): string } },
) =>
  base.runtime.router({
    status: base.runtime.status.handler(({ input }) => runtime.status(input)),
    choose: base.runtime.choose.handler(({ input }) =>
      runtime.choose({
        candidateId: input.candidateId,
        python: input.grantId === null ? null : ports.grants.resolve(input.grantId, 'file'),
      }),
    ),
    install: base.runtime.install.handler(({ input, context }) =>
      runtime.install({
        version: input.version,
        folder: input.grantId === null ? null : ports.grants.resolve(input.grantId, 'folder'),
        startedBy: context.actor.name,
      }),
    ),
    checkFolder: base.runtime.checkFolder.handler(({ input }) =>
      runtime.checkFolder(ports.grants.resolve(input.grantId, 'folder'), input.version ?? null),
    ),
    prepareFolder: base.runtime.prepareFolder.handler(({ input, context }) =>
      runtime.prepareFolder({
        ...input,
        folder: ports.grants.resolve(input.grantId, 'folder'),
        startedBy: context.actor.name,
      }),
    ),
    environments: base.runtime.environments.handler(() => runtime.environments()),
    removeEnvironment: base.runtime.removeEnvironment.handler(({ input }) =>
      runtime.removeEnvironment(input.version),
    ),
    forProject: base.runtime.forProject.handler(({ input }) => runtime.forProject(input.projectId)),
    chooseForProject: base.runtime.chooseForProject.handler(({ input }) =>
      runtime.chooseForProject(input.projectId, input.version),
    ),
  });
