import { base } from '../rpc/base';
import type { Runtime } from './service';

export const createRuntimeRouter = (
  runtime: Runtime,
  ports: { grants: { resolve(grantId: string): string } },
) =>
  base.runtime.router({
    status: base.runtime.status.handler(({ input }) => runtime.status(input)),
    choose: base.runtime.choose.handler(({ input }) =>
      runtime.choose({
        candidateId: input.candidateId,
        python: input.grantId === null ? null : ports.grants.resolve(input.grantId),
      }),
    ),
    install: base.runtime.install.handler(({ input, context }) =>
      runtime.install({ version: input.version, startedBy: context.actor.name }),
    ),
  });
