import type { DisabledParticipant } from '../../preload/contract/projects';
import type { createProjectFiles } from './project-files';

/**
 * What decides about a project's runs beside its text, and goes along with a copy of it. Consents to run code
 * are not among it: they are for one project on one machine.
 */
export interface Belongings {
  disabled: DisabledParticipant[];
  /** The NVFlare it chose; null for whichever the app uses. */
  nvflareVersion: string | null;
  files: { name: string; text: string }[];
}

export interface BelongingsParts {
  disabled: {
    list(projectId: string): DisabledParticipant[];
    add(projectId: string, participants: readonly DisabledParticipant[]): void;
  };
  versions: {
    read(projectId: string): string | null;
    write(projectId: string, version: string | null): void;
  };
  files: Pick<ReturnType<typeof createProjectFiles>, 'texts' | 'add'>;
}

/** Takes and gives what belongs to a project. */
export const createBelongings = ({ disabled, versions, files }: BelongingsParts) => ({
  belongings: (projectId: string): Belongings => ({
    disabled: disabled.list(projectId),
    nvflareVersion: versions.read(projectId),
    files: files.texts(projectId),
  }),
  /** To a project that is new and has none. @throws AppError INVALID for a file that cannot be one. */
  giveBelongings(projectId: string, given: Belongings): void {
    disabled.add(projectId, given.disabled);
    versions.write(projectId, given.nvflareVersion);
    for (const file of given.files) files.add({ projectId, ...file });
  },
});
