import type { Problem } from '../../preload/contract/meta';
import type { ProjectModel } from '../../preload/contract/projects';
import { listenersOf, type ProjectListener } from './listeners';
import type { NeighbourRows } from './neighbour-rows';
import { mapNeighbours, type Neighbourhood, neighbourProblems } from './neighbours';

export type NeighbourWatch = ReturnType<typeof createNeighbourWatch>;

/**
 * Looks from one project at all others, of every workspace. Reads what was noted of their files, so that it may be
 * asked at every key press, and sees what changed in another project or process since.
 */
export function createNeighbourWatch(options: {
  rows: NeighbourRows;
  /** The text of a stored project. @throws AppError NOT_FOUND */
  document: (projectId: string) => { text: string };
  /** What of the store has changed so far. */
  revision: () => number;
  /** Reads a file of which nothing was noted yet. */
  open: (text: string) => { model: ProjectModel };
  /** Hosts of the app's own templates. */
  placeholders: () => ReadonlySet<string>;
}) {
  const { rows, revision, document, open, placeholders } = options;
  let seen: { revision: number; neighbourhood: Neighbourhood } | undefined;

  /** A row of an older version, or a restored one: noted now, and for the next time. */
  function note(projectId: string): ProjectListener[] {
    const listeners = listen(open, document(projectId).text);
    rows.note(projectId, listeners);
    return listeners;
  }

  function look(): Neighbourhood {
    const now = revision();
    if (seen?.revision === now) return seen.neighbourhood;
    const projects = rows
      .list()
      .map((project) => ({ ...project, listeners: project.listeners ?? note(project.id) }));
    const neighbourhood = mapNeighbours(projects, placeholders);
    seen = { revision: now, neighbourhood };
    return neighbourhood;
  }

  return {
    /** Of a draft or a file. `projectId` names the stored project that it is, or will replace. */
    problems: (projectId: string | null, model: ProjectModel): Problem[] =>
      neighbourProblems({ projectId, listeners: listenersOf(model) }, look()),
    /** How many each stored project that is not archived has. */
    counts(): ReadonlyMap<string, number> {
      const neighbourhood = look();
      const own = new Map<string, Set<ProjectListener>>();
      for (const neighbours of neighbourhood.values())
        for (const { project, listener } of neighbours)
          own.set(project.id, (own.get(project.id) ?? new Set()).add(listener));
      return new Map(
        [...own].map(([projectId, listeners]) => [
          projectId,
          neighbourProblems({ projectId, listeners: [...listeners] }, neighbourhood).length,
        ]),
      );
    },
  };
}

/** A file that this version cannot read listens nowhere. */
function listen(open: (text: string) => { model: ProjectModel }, text: string): ProjectListener[] {
  try {
    return listenersOf(open(text).model);
  } catch {
    return [];
  }
}
