import type { Problem } from '../../preload/contract/meta';
import type { ProjectModel } from '../../preload/contract/projects';
import { invalid } from '../errors';

/** What a person says of a project that is made out of a template. */
export interface Wishes {
  name: string;
  description: string;
  /** Takes the place of the organisation that runs the server, for everyone who belongs to it. */
  org: string;
  /** Takes the place of the server's name, which is the host that everyone connects to. */
  serverHost: string;
}

/**
 * Refuses wishes that NVFlare would refuse later on, before they are written to several participants.
 * @throws AppError INVALID with one problem for each wish at fault; its `field` is the wish.
 */
export function assertWishes(wishes: Wishes, model: ProjectModel, problems: Problem[]): void {
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const field = wishOf(problem, model);
    if (problem.severity === 'error' && field && wishes[field] !== '' && !found.has(field))
      found.set(field, { ...problem, field });
  }
  const [first] = found.values();
  if (first) throw invalid(first.message, first.hint, [...found.values()]);
}

function wishOf({ field }: Problem, { participants }: ProjectModel): 'name' | 'org' | 'serverHost' | null {
  if (field === 'name') return 'name';
  if (/^participants\[\d+\]\.org$/.test(field)) return 'org';
  const server = participants.findIndex(({ type }) => type === 'server');
  return field === `participants[${server}].name` ? 'serverHost' : null;
}
