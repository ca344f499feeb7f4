import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { schemes, securities } from '../../preload/contract/distributed';
import type { TaskContext, TaskKind } from '../tasks/service';
import { readCaCertificate } from './ca-store';
import { writeProfile } from './participant-file';
import { prepareSealing } from './sealing';
import { carryOut, discardWork, type Runtime, type WorkParts } from './work';

const inputSchema = z.object({
  authorityId: z.string(),
  projectId: z.string().nullable(),
  name: z.string(),
  org: z.string(),
  scheme: z.enum(schemes),
  serverHost: z.string(),
  fedLearnPort: z.number(),
  adminPort: z.number().nullable(),
  connectionSecurity: z.enum(securities),
  validDays: z.number(),
  replaces: z.string().nullable().default(null),
});
export type AuthorityInput = z.infer<typeof inputSchema>;

export const authorityKind = 'distributed.authority';
const stages = ['Prepare', 'Make the CA', 'Keep it'] as const;

/** Making a CA: it is known only once its key is on the disk. */
export function createAuthorityKind<R extends Runtime>(parts: WorkParts<R>): TaskKind<AuthorityInput> {
  const { authorities, places } = parts;
  return {
    kind: authorityKind,
    permission: 'distributed.approve',
    input: inputSchema,
    run: (input, context) => make(parts, input, context),
    interrupted({ authorityId }) {
      discardWork(places, authorityId);
      if (!authorities.find(authorityId)) rmSync(places.ca(authorityId), { recursive: true, force: true });
    },
  };
}

async function make<R extends Runtime>(
  parts: WorkParts<R>,
  input: AuthorityInput,
  context: TaskContext,
): Promise<{ authorityId: string }> {
  const { authorities, cas, nvflare, places } = parts;
  const { authorityId, validDays, replaces, ...about } = input;
  authorities.assertFree(about.name, replaces);
  return carryOut(parts, { workId: authorityId, stages, context }, async ({ enter, ...work }) => {
    const seal = await prepareSealing(parts, context);
    const profile = path.join(work.directory, 'profile.yaml');
    const out = path.join(work.directory, 'ca');
    writeFileSync(profile, writeProfile(about), { mode: 0o600 });
    enter(1);
    await nvflare.tool.init(work.runtime, { ...work.call, profile, out, org: about.org, validDays });
    enter(2);
    const certificate = await readCaCertificate(out);
    await cas.keep(out, authorityId, seal);
    try {
      const made = {
        ...about,
        id: authorityId,
        fingerprint256: certificate.fingerprint256,
        notBefore: Date.parse(certificate.validFrom),
        notAfter: Date.parse(certificate.validTo),
        createdAt: Date.now(),
        createdBy: context.startedBy,
      };
      authorities.insert(made, replaces);
    } catch (error) {
      rmSync(places.ca(authorityId), { recursive: true, force: true });
      throw error;
    }
    return { authorityId };
  });
}
