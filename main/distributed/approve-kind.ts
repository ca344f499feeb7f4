import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors';
import type { TaskContext, TaskKind } from '../tasks/service';
import { assertFingerprint } from './fingerprint';
import { writeProfile } from './participant-file';
import { readSignedZip } from './signed-zip';
import { assertSigns } from './authority-rows';
import { carryOut, discardWork, type Runtime, type WorkParts } from './work';

const inputSchema = z.object({
  incomingId: z.string(),
  /** As the requester has told it. */
  fingerprint: z.string(),
  validDays: z.number(),
});
export type ApproveInput = z.infer<typeof inputSchema>;

export const approveKind = 'distributed.approve';
const stages = ['Prepare', 'Sign the request', 'Check what was signed'] as const;

/** Signing a request: the decision and the signed zip become known together. */
export const createApproveKind = <R extends Runtime>(parts: WorkParts<R>): TaskKind<ApproveInput> => ({
  kind: approveKind,
  permission: 'distributed.approve',
  input: inputSchema,
  run: (input, context) => approve(parts, input, context),
  interrupted: ({ incomingId }) => discardWork(parts.places, incomingId),
});

const requester = {
  what: 'the key in this request',
  ask: 'Ask the requester by telephone, or by another way than the zip came by.',
};

/** @throws AppError INVALID unless the fingerprint is that of the request's key. */
export const assertRequester = (fingerprint: string, keyFingerprint: string): string =>
  assertFingerprint(fingerprint, keyFingerprint, requester);

async function approve<R extends Runtime>(
  { cas, authorities, incoming, nvflare, ...parts }: WorkParts<R>,
  { incomingId, fingerprint, validDays }: ApproveInput,
  context: TaskContext,
): Promise<{ incomingId: string }> {
  const row = incoming.need(incomingId);
  incoming.assertOpen(row);
  assertRequester(fingerprint, row.keyFingerprint);
  const authority = authorities.need(row.authorityId);
  assertSigns(authority);
  if (!cas.has(authority.id))
    throw new AppError('STORAGE', `The key of the CA "${authority.name}" is gone.`, {
      hint: `Put it back from a backup: ${cas.describe(authority.id)}.`,
    });
  const about = { workId: incomingId, stages, context };
  return carryOut({ ...parts, nvflare }, about, async ({ enter, ...work }) => {
    const [request, profile, ca, out] = ['in.request.zip', 'profile.yaml', 'ca', 'out.signed.zip'].map(
      (name) => path.join(work.directory, name),
    ) as [string, string, string, string];
    writeFileSync(request, row.requestZip, { mode: 0o600 });
    writeFileSync(profile, writeProfile(authority), { mode: 0o600 });
    await cas.copyTo(authority.id, ca);
    enter(1);
    await nvflare.tool.approve(work.runtime, { ...work.call, request, ca, profile, out, validDays });
    enter(2);
    const signedZip = readFileSync(out);
    const signed = await readSignedZip(signedZip);
    if (signed.keyFingerprint !== row.keyFingerprint || signed.caFingerprint !== authority.fingerprint256)
      throw new Error('what NVFlare signed is not what was asked for');
    const { certificateFingerprint, notBefore, notAfter } = signed;
    const dates = { notBefore, notAfter };
    const approval = { signedZip, certificateFingerprint, ...dates, decidedBy: context.startedBy };
    incoming.approve(incomingId, authority.id, approval);
    return { incomingId };
  });
}
