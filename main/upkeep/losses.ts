import type { BackupDescription } from '../../preload/contract/upkeep';
import type { Holding } from './holdings';
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

const kept = 'Its private key stays on this disk, but nothing uses it any more.';
const words: Record<Holding['kind'], { whole: string; changes: string }> = {
  authority: {
    whole: `The CA that signs for others, and all requests to it, as it is not in the backup. ${kept}`,
    changes: 'The requests that came in to this CA since then, and what was decided on requests.',
  },
  request: {
    whole: `The request that was made here, as it is not in the backup. ${kept}`,
    changes: 'What happened to the request since then: the signed zip that was taken in, and the kit.',
  },
  workspace: { whole: 'The workspace, as it is not in the backup.', changes: '' },
  template: {
    whole: 'The template, as it is not in the backup.',
    changes: 'The changes of the template since then.',
  },
};

/** The same for what is there besides projects. `then`: what the store of the backup has. */
export function findOtherLosses(present: Holding[], then: Holding[]): BackupDescription['losses'] {
  const coming = new Map(then.map((holding) => [`${holding.kind} ${holding.id}`, holding]));
  return present.flatMap(({ kind, id, name, state }) => {
    const before = coming.get(`${kind} ${id}`);
    if (!before) return [{ project: name, what: words[kind].whole }];
    return before.state === state ? [] : [{ project: name, what: words[kind].changes }];
  });
}
