import { randomUUID } from 'node:crypto';
import type { Incoming } from '../../preload/contract/distributed';
import { invalid } from '../errors';
import { approveKind, assertRequester } from './approve-kind';
import { assertSigns } from './authority-rows';
import type { GrantsPort } from './ports';
import { readRequestZip } from './request-zip';
import { type Source, takeIn } from './take-in';
import type { Runtime, WorkParts } from './work';

/** The side of the project admin: decides on what others ask a CA of it for. */
export function createAuthoritySide<R extends Runtime>({
  authorities,
  incoming,
  tasks,
  grants,
}: WorkParts<R> & { grants: GrantsPort }) {
  return {
    incoming: incoming.list,
    /** @throws AppError INVALID when it is no request for this CA, CONFLICT when it is there already. */
    async importRequest(authorityId: string, source: Source, by: string): Promise<Incoming> {
      const authority = authorities.need(authorityId);
      assertSigns(authority);
      const requestZip = await takeIn(source, grants);
      const { project, ...request } = await readRequestZip(requestZip);
      if (project !== authority.name)
        throw invalid(
          `This request is for the project "${project}", and this CA is that of "${authority.name}".`,
          `Take it to the CA of that project, or ask for a new request for the project "${authority.name}", written exactly so.`,
        );
      if (request.type === 'server' && request.name !== authority.serverHost)
        throw invalid(
          `This request is for a server named "${request.name}", and everyone connects to "${authority.serverHost}".`,
          'Ask for a new request whose name is that host name.',
        );
      const id = randomUUID();
      const received = { receivedAt: Date.now(), receivedBy: by };
      incoming.insert({ ...request, id, authorityId, requestZip, state: 'requested', ...received });
      return incoming.get(id);
    },
    /** @throws AppError INVALID unless the fingerprint is that of the request's key, CONFLICT when decided. */
    approve(input: { incomingId: string; fingerprint: string; validDays: number }, by: string) {
      const row = incoming.need(input.incomingId);
      incoming.assertOpen(row);
      assertSigns(authorities.need(row.authorityId));
      const fingerprint = assertRequester(input.fingerprint, row.keyFingerprint);
      const task = tasks.start({
        kind: approveKind,
        title: `Sign the request of ${row.name}`,
        input: { ...input, fingerprint },
        startedBy: by,
        subject: { type: 'distributed.incoming', id: row.id },
        lock: { name: `distributed:incoming:${row.id}`, busy: 'This request is being signed already.' },
      });
      return { taskId: task.id };
    },
    reject(incomingId: string, reason: string, by: string): Incoming {
      incoming.assertOpen(incoming.need(incomingId));
      incoming.reject(incomingId, reason, by);
      return incoming.get(incomingId);
    },
    /** @throws AppError CONFLICT when nothing was signed. */
    recordHandout(input: { incomingId: string; recipient: string; method: string }, by: string): Incoming {
      const { incomingId, recipient, method } = input;
      if (incoming.need(incomingId).signedZip === null)
        throw invalid('There is no signed zip that could be handed out.', 'Approve the request first.');
      incoming.addHandout(incomingId, { recipient, method, by });
      return incoming.get(incomingId);
    },
  };
}
