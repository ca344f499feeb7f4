import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { OwnRequest } from '../../preload/contract/distributed';
import { AppError, conflict, invalid } from '../errors';
import { assertRequest } from './input-check';
import { kitIsMade, type OwnRow } from './own-rows';
import { assertCanPackage, packageKind } from './package-kind';
import { declaredOf } from './participant-file';
import type { GrantsPort, KitLook, KitsPort } from './ports';
import { removeRequest } from './remove-request';
import { requestKind, type RequestInput } from './request-kind';
import { readSignedZip, type SignedContent } from './signed-zip';
import { type Source, takeIn } from './take-in';
import type { Runtime, WorkParts } from './work';

/** The side of a site (or server, or admin): it asks, keeps its key, and makes its kit. */
export function createOwnSide<R extends Runtime>(
  { own, tasks, places, kits, grants }: WorkParts<R> & { kits: KitsPort; grants: GrantsPort },
  stagingRoot: string,
) {
  const lockOf = (requestId: string) => ({
    name: `distributed:request:${requestId}`,
    busy: 'This request is being worked on already.',
  });

  /** @throws AppError INVALID with the fields that NVFlare would refuse. */
  function createRequest(input: Omit<RequestInput, 'requestId'>, by: string) {
    const wanted = {
      ...input,
      role: input.type === 'admin' ? input.role : null,
      hostNames: input.type === 'server' ? input.hostNames.filter((host) => host !== input.name) : [],
    };
    assertRequest(wanted);
    const requestId = randomUUID();
    const task = tasks.start({
      kind: requestKind,
      title: `Make a request for ${input.name}`,
      input: { ...wanted, requestId },
      startedBy: by,
      subject: { type: 'distributed.request', id: requestId },
      lock: lockOf(requestId),
    });
    return { requestId, taskId: task.id };
  }

  return {
    requests: own.list,
    createRequest,
    /** @throws AppError CONFLICT when there is nothing to renew, or when a renewal is under way. */
    renew(requestId: string, by: string) {
      const { project, name, org, type, role, hostNames } = own.need(requestId);
      assertRenewable(own.all(), own.need(requestId));
      return createRequest({ project, name, org, type, role, hostNames }, by);
    },
    /** @throws AppError INVALID when it does not belong to this request, CONFLICT when the kit is made. */
    async importSigned(requestId: string, source: Source): Promise<OwnRequest> {
      const row = own.need(requestId);
      if (row.state === 'packaged') throw kitIsMade();
      const signedZip = await takeIn(source, grants);
      const signed = await readSignedZip(signedZip);
      assertAnswer(row, signed);
      const { certificateFingerprint, notBefore, notAfter, endpoint } = signed;
      const { caFingerprint, caNotBefore, caNotAfter } = signed;
      const answer = { signedZip, certificateFingerprint, notBefore, notAfter, endpoint };
      const ca = { caFingerprint, caNotBefore, caNotAfter };
      own.takeAnswer(requestId, { ...answer, ...ca });
      return own.get(requestId);
    },
    /** @throws AppError INVALID unless the fingerprint is that of the CA that signed. */
    package(requestId: string, given: string, by: string): { taskId: string } {
      const row = own.need(requestId);
      const { fingerprint } = assertCanPackage(row, given);
      const task = tasks.start({
        kind: packageKind,
        title: `Make the kit of ${row.name}`,
        input: { requestId, fingerprint },
        startedBy: by,
        subject: { type: 'distributed.request', id: requestId },
        lock: lockOf(requestId),
      });
      return { taskId: task.id };
    },
    async kit(requestId: string): Promise<KitLook> {
      const row = own.need(requestId);
      const about = { participant: row.name, type: row.type, declared: declaredOf(row) };
      const { files, certificates, checks } = await kits.inspect(needKit(places.kit(requestId)), about);
      return { files, certificates, checks };
    },
    removeRequest: (requestId: string, confirmName: string) =>
      removeRequest({ own, places }, stagingRoot, { requestId, confirmName }),
  };
}

/** @throws AppError STORAGE when it is not there. */
export function needKit(directory: string): string {
  if (existsSync(directory)) return directory;
  throw new AppError('STORAGE', 'The files of this kit are gone from the data directory.', {
    hint: `Put them back from a backup, or make a new request: ${directory}`,
  });
}

/** Of two renewals at once nobody could say which answer belongs to which kit. */
function assertRenewable(all: readonly OwnRow[], row: OwnRow): void {
  if (row.state === 'requested')
    throw conflict('Nothing was signed for this request yet.', 'Go on with it as it is.');
  const open = all.find(
    ({ id, project, name, state }) =>
      id !== row.id && project === row.project && name === row.name && state !== 'packaged',
  );
  if (!open) return;
  throw conflict(
    `A request for ${row.name} is under way already.`,
    'Go on with that one, or delete it first. It is in the list of requests from here.',
  );
}

function assertAnswer(row: OwnRow, signed: SignedContent): void {
  if (signed.nvflareId !== row.nvflareId || signed.keyFingerprint !== row.keyFingerprint)
    throw invalid(
      `This signed zip answers another request: ${signed.name} of ${signed.project}.`,
      `Choose the one that the project admin made from "${row.name}.request.zip" of this request.`,
    );
  const same =
    signed.project === row.project &&
    signed.name === row.name &&
    signed.org === row.org &&
    signed.type === row.type &&
    signed.role === row.role;
  if (same) return;
  throw invalid(
    'What was signed is not what was asked for.',
    'Do not use it. Ask the project admin why name, organisation or role were changed.',
  );
}
