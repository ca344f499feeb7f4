import { randomUUID } from 'node:crypto';
import { conflict, invalid } from '../errors';
import { authorityKind, type AuthorityInput } from './authority-kind';
import { assertAuthority } from './input-check';
import type { Runtime, WorkParts } from './work';

type Wanted = Omit<AuthorityInput, 'authorityId' | 'replaces'> & { replaces?: string | null };

/** The CAs of the project admin: made, replaced by another, and forgotten. */
export function createCaSide<R extends Runtime>({ authorities, cas, tasks }: WorkParts<R>) {
  return {
    authorities: () => authorities.list(cas.has),
    /** @throws AppError INVALID with the fields that NVFlare would refuse, CONFLICT when the name has a CA, NOT_FOUND. */
    createAuthority(wanted: Wanted, by: string) {
      const input = { ...wanted, replaces: wanted.replaces ?? null };
      assertAuthority(input);
      authorities.assertFree(input.name, input.replaces);
      authorities.assertProject(input.projectId);
      const authorityId = randomUUID();
      const task = tasks.start({
        kind: authorityKind,
        title: `${input.replaces === null ? 'Make' : 'Replace'} the CA of ${input.name}`,
        input: { ...input, authorityId },
        startedBy: by,
        subject: { type: 'distributed.authority', id: authorityId },
        lock: { name: `distributed:authority:${input.name}`, busy: 'This CA is being made already.' },
      });
      return { authorityId, taskId: task.id };
    },
    /**
     * Destroys the key of a CA that was replaced; its certificate and what it signed stay known.
     * @throws AppError INVALID when the name is not right, CONFLICT when it still signs.
     */
    destroyKey(authorityId: string, confirmName: string): { destroyed: true } {
      const { name, replacedAt } = authorities.need(authorityId);
      if (replacedAt === null)
        throw conflict(
          `This CA signs for "${name}".`,
          'Only the key of a CA that was replaced can be destroyed.',
        );
      if (confirmName !== name) throw invalid('The name is not right.', `Type "${name}" to confirm.`);
      cas.destroyKey(authorityId);
      return { destroyed: true };
    },
  };
}
