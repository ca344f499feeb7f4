import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { signedRoles, signedTypes } from '../../preload/contract/distributed';
import { conflict } from '../errors';
import { syncTree, tightenTree } from '../files/tree';
import type { TaskContext, TaskKind } from '../tasks/service';
import type { Places } from './layout';
import { writeParticipant } from './participant-file';
import { readRequestZip } from './request-zip';
import { prepareSealing, type Seal } from './sealing';
import { carryOut, discardWork, type Runtime, type WorkParts } from './work';

const inputSchema = z.object({
  requestId: z.string(),
  project: z.string(),
  name: z.string(),
  org: z.string(),
  type: z.enum(signedTypes),
  role: z.enum(signedRoles).nullable(),
  hostNames: z.array(z.string()),
});
export type RequestInput = z.infer<typeof inputSchema>;

export const requestKind = 'distributed.request';
const stages = ['Prepare', 'Make the key and the request', 'Keep them'] as const;

/** Making a key and a request for it: the request is known only once the key is on the disk. */
export function createRequestKind<R extends Runtime>(parts: WorkParts<R>): TaskKind<RequestInput> {
  const { own, places } = parts;
  return {
    kind: requestKind,
    permission: 'distributed.request',
    input: inputSchema,
    run: (input, context) => make(parts, input, context),
    interrupted({ requestId }) {
      discardWork(places, requestId);
      if (!own.find(requestId)) rmSync(places.request(requestId), { recursive: true, force: true });
    },
  };
}

async function make<R extends Runtime>(
  parts: WorkParts<R>,
  input: RequestInput,
  context: TaskContext,
): Promise<{ requestId: string }> {
  const { own, nvflare, places } = parts;
  const { requestId, ...about } = input;
  if (own.find(requestId)) throw conflict('This request was made already.', 'Look for it in the list.');
  return carryOut(parts, { workId: requestId, stages, context }, async ({ enter, ...work }) => {
    const seal = await prepareSealing(parts, context);
    const participant = path.join(work.directory, 'participant.yaml');
    const out = path.join(work.directory, 'request');
    writeFileSync(participant, writeParticipant(about), { mode: 0o600 });
    enter(1);
    await nvflare.tool.request(work.runtime, { ...work.call, participant, out });
    enter(2);
    const requestZip = readFileSync(path.join(out, `${about.name}.request.zip`));
    const { nvflareId, keyFingerprint } = await readRequestZip(requestZip);
    await keepKey(places, requestId, { made: out, seal });
    try {
      const row = { ...about, id: requestId, nvflareId, keyFingerprint, requestZip };
      own.insert({ ...row, state: 'requested', createdAt: Date.now(), createdBy: context.startedBy });
    } catch (error) {
      rmSync(places.request(requestId), { recursive: true, force: true });
      throw error;
    }
    return { requestId };
  });
}

/** On the disk when it resolves: of the key there is no other copy, anywhere. */
async function keepKey(
  places: Places,
  requestId: string,
  { made, seal }: { made: string; seal: Seal },
): Promise<void> {
  const directory = places.request(requestId);
  const above = path.dirname(directory);
  await tightenTree(made);
  await seal(made);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  renameSync(made, places.key(requestId));
  await syncTree(directory, [above, places.root, path.dirname(places.root)]);
}
