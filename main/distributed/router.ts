import type { Permission } from '../../preload/contract/meta';
import { assertPermitted, base, noteFetch } from '../rpc/base';
import type { PieceKind } from './exits';
import type { Distributed } from './service';

/** Taking a thing out takes what making it does. */
const permissionOf: Record<PieceKind, Permission> = {
  request: 'distributed.request',
  signed: 'distributed.approve',
  kit: 'kits.export',
};

const calls = base.distributed;

export const createDistributedRouter = (distributed: Distributed) =>
  calls.router({ ...authorityCalls(distributed), ...ownCalls(distributed), ...exitCalls(distributed) });

const authorityCalls = (distributed: Distributed) => ({
  authorities: calls.authorities.handler(() => distributed.authorities()),
  createAuthority: calls.createAuthority.handler(({ input, context }) =>
    distributed.createAuthority(input, context.actor.name),
  ),
  destroyKey: calls.destroyKey.handler(({ input }) =>
    distributed.destroyKey(input.authorityId, input.confirmName),
  ),
  incoming: calls.incoming.handler(({ input }) => distributed.incoming(input.authorityId)),
  importRequest: calls.importRequest.handler(({ input, context }) =>
    distributed.importRequest(input.authorityId, input, context.actor.name),
  ),
  approve: calls.approve.handler(({ input, context }) => distributed.approve(input, context.actor.name)),
  reject: calls.reject.handler(({ input, context }) =>
    distributed.reject(input.incomingId, input.reason, context.actor.name),
  ),
  recordHandout: calls.recordHandout.handler(({ input, context }) =>
    distributed.recordHandout(input, context.actor.name),
  ),
});

const ownCalls = (distributed: Distributed) => ({
  requests: calls.requests.handler(() => distributed.requests()),
  createRequest: calls.createRequest.handler(({ input, context }) =>
    distributed.createRequest(input, context.actor.name),
  ),
  renew: calls.renew.handler(({ input, context }) => distributed.renew(input.requestId, context.actor.name)),
  importSigned: calls.importSigned.handler(({ input }) => distributed.importSigned(input.requestId, input)),
  package: calls.package.handler(({ input, context }) =>
    distributed.package(input.requestId, input.fingerprint, context.actor.name),
  ),
  removeRequest: calls.removeRequest.handler(({ input }) =>
    distributed.removeRequest(input.requestId, input.confirmName),
  ),
  kit: calls.kit.handler(({ input }) => distributed.kit(input.requestId)),
});

const exitCalls = (distributed: Distributed) => ({
  save: calls.save.handler(({ input, context }) => {
    assertPermitted(context, 'distributed.save', permissionOf[input.what]);
    return distributed.save(input.what, input.id, input.grantId);
  }),
  // The page stages a file as the pointer comes near. What leaves a trace is that it is fetched.
  stage: calls.stage.handler(({ input, context }) => {
    assertPermitted(context, 'distributed.stage', permissionOf[input.what]);
    return distributed.stage(input.what, input.id, () => noteFetch(context, 'distributed.dragOut', input.id));
  }),
  dragOut: calls.dragOut.handler(({ input, context }) => {
    assertPermitted(context, 'distributed.dragOut', permissionOf[input.what]);
    return distributed.dragOut(input, context.dragOut);
  }),
  exportKitZip: calls.exportKitZip.handler(({ input }) =>
    distributed.exportKitZip(input.requestId, input.grantId),
  ),
  exportKitFolder: calls.exportKitFolder.handler(({ input }) =>
    distributed.exportKitFolder(input.requestId, input.grantId),
  ),
});
