import type { BackupDescription } from '../../preload/contract/upkeep';
import type { Manifest } from './manifest';
import type { StoredProject } from './store-file';

/** What is here now and would not be after this backup took its place, in words. */
export function findLosses(present: StoredProject[], manifest: Manifest): BackupDescription['losses'] {
  const coming = new Map(manifest.projects.map((project) => [project.id, project]));
  return present.flatMap(({ id, name, revision, run }) => {
    const then = coming.get(id);
    if (!then) return [{ project: name, what: 'The whole project, as it is not in the backup.' }];
    const losses: string[] = [];
    if (then.revision !== revision) losses.push('The changes of its project file since then.');
    if (run && run.number > (then.run?.number ?? 0))
      losses.push(
        `Its runs up to number ${run.number}: the backup knows ${then.run ? `run ${then.run.number}` : 'none'}. Participants that were added since then get new keys when they are provisioned again.`,
      );
    return losses.map((what) => ({ project: name, what }));
  });
}
