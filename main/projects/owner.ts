import type { createForeignCode } from './foreign-code';
import type { Owner } from './inspection';
import type { FileText, createProjectFiles } from './project-files';

interface OwnerParts {
  files: Pick<ReturnType<typeof createProjectFiles>, 'names' | 'text'>;
  code: Pick<ReturnType<typeof createForeignCode>, 'allowed'>;
}

/** A stored project, as the check of its file needs it. */
export const ownerOf = ({ files, code }: OwnerParts, projectId: string): Owner => ({
  projectId,
  files: {
    own: files.names(projectId),
    readOwn: (name) => files.text(projectId, name),
    allowed: code.allowed(projectId),
  },
});

/**
 * A project, or one that is not there yet, once it has these files as well. Nothing outside is looked at: what was
 * allowed was allowed to another text.
 */
export function ownerWith(
  { files }: OwnerParts,
  projectId: string | null,
  given: readonly FileText[],
): Owner {
  const stored = projectId === null ? [] : files.names(projectId);
  const texts = new Map(given.map(({ name, text }) => [name, text]));
  return {
    projectId,
    files: {
      own: new Set([...stored, ...texts.keys()]),
      readOwn: (name) => texts.get(name) ?? (projectId === null ? null : files.text(projectId, name)),
      allowed: new Set(),
    },
  };
}
