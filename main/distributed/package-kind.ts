import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError, conflict } from '../errors';
import { syncTree, tightenTree } from '../files/tree';
import type { TaskContext, TaskKind } from '../tasks/service';
import { copyInClear } from '../vault/seal-files';
import { assertFingerprint } from './fingerprint';
import { kitIsMade, type OwnRow } from './own-rows';
import { declaredOf } from './participant-file';
import type { KitsPort } from './ports';
import { prepareSealing } from './sealing';
import { carryOut, discardWork, type Runtime, type WorkParts } from './work';

const inputSchema = z.object({
  requestId: z.string(),
  /** Of the CA, as the project admin has told it. */
  fingerprint: z.string(),
});
export type PackageInput = z.infer<typeof inputSchema>;

export const packageKind = 'distributed.package';
const stages = ['Prepare', 'Make the kit', 'Check the kit', 'Keep it'] as const;

/** Making the kit out of the signed zip and the key that is here. */
export function createPackageKind<R extends Runtime>(parts: WorkParts<R>): TaskKind<PackageInput> {
  const { own, places } = parts;
  return {
    kind: packageKind,
    permission: 'distributed.request',
    input: inputSchema,
    run: (input, context) => make(parts, input, context),
    interrupted({ requestId }) {
      discardWork(places, requestId);
      if (own.find(requestId)?.state !== 'packaged')
        rmSync(places.kit(requestId), { recursive: true, force: true });
    },
  };
}

const projectAdmin = {
  what: 'the CA that signed',
  ask: 'Ask the project admin by telephone, or by another way than the zip came by.',
};

/** @throws AppError CONFLICT when it is not at that point, INVALID unless the fingerprint is the signing CA's. */
export function assertCanPackage(row: OwnRow, given: string): { signedZip: Buffer; fingerprint: string } {
  const { state, signedZip, caFingerprint } = row;
  if (state === 'packaged') throw kitIsMade();
  if (!signedZip || !caFingerprint)
    throw conflict('The signed zip is missing.', 'Take the one in that the project admin has sent.');
  return { signedZip, fingerprint: assertFingerprint(given, caFingerprint, projectAdmin) };
}

async function make<R extends Runtime>(
  parts: WorkParts<R>,
  input: PackageInput,
  context: TaskContext,
): Promise<{ requestId: string }> {
  const { own, nvflare, places, kits, vault } = parts;
  const { requestId } = input;
  const row = own.need(requestId);
  const { signedZip, fingerprint } = assertCanPackage(row, input.fingerprint);
  assertKey(places.key(requestId), row.name);
  return carryOut(parts, { workId: requestId, stages, context }, async ({ enter, ...work }) => {
    const seal = await prepareSealing(parts, context);
    const signed = path.join(work.directory, 'answer.signed.zip');
    const requestDirectory = path.join(work.directory, 'request');
    const workspace = path.join(work.directory, 'ws');
    writeFileSync(signed, signedZip, { mode: 0o600 });
    // NVFlare reads the key in clear and writes beside it: on a copy, the key itself is never touched.
    await copyInClear(places.key(requestId), requestDirectory, vault.unsealer());
    enter(1);
    const call = { ...work.call, signed, requestDirectory, workspace, fingerprint };
    await nvflare.tool.package(work.runtime, call);
    enter(2);
    const kit = findKit(path.join(workspace, row.project), row.name);
    await tightenTree(kit);
    await assertUsable(kits, kit, row);
    enter(3);
    await seal(kit);
    rmSync(places.kit(requestId), { recursive: true, force: true });
    renameSync(kit, places.kit(requestId));
    await syncTree(places.kit(requestId), [places.request(requestId)]);
    try {
      own.markPackaged(requestId, signedZip);
    } catch (error) {
      rmSync(places.kit(requestId), { recursive: true, force: true });
      throw error;
    }
    context.log(`The kit is in ${places.kit(requestId)}`);
    return { requestId };
  });
}

function assertKey(directory: string, name: string): void {
  const key = path.join(directory, `${name}.key`);
  if (existsSync(key)) return;
  throw new AppError('STORAGE', 'The private key of this request is gone.', {
    hint: `Put it back from a backup: ${key}. Or make a new request.`,
  });
}

/** NVFlare names the directory after the generation of the CA, `prod_00` for one that was made here. */
function findKit(home: string, name: string): string {
  const products = existsSync(home) ? readdirSync(home).filter((entry) => /^prod_\d\d$/.test(entry)) : [];
  const kit = path.join(home, products[0] ?? 'prod_00', name);
  if (existsSync(path.join(kit, 'startup'))) return kit;
  throw new AppError('UNAVAILABLE', 'NVFlare ended without an error, but made no kit.', {
    hint: 'Read the log of this task, then try again.',
  });
}

async function assertUsable(kits: Pick<KitsPort, 'inspect'>, kit: string, row: OwnRow): Promise<void> {
  const about = { participant: row.name, type: row.type, declared: declaredOf(row) };
  const failed = (await kits.inspect(kit, about)).checks.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return;
  throw new AppError('UNAVAILABLE', 'NVFlare made a kit, but it cannot be used.', {
    hint: 'Nothing was kept. Ask the project admin whether the request was signed as it was made.',
    details: failed.map(({ message }) => message).join('\n'),
  });
}
