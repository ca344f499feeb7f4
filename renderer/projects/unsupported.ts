import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import { type PlacedProblem, placeField } from './field-path';

/** Whether the draft still has the part of the file; parts without a field cannot go by editing. */
function isThere(path: string, model: ProjectModel): boolean {
  if (path.startsWith('overseer_agent')) return model.overseerAgent !== null;
  if (path === 'allow_log_streaming') return model.allowLogStreaming !== null;
  if (path === 'studies') return model.studies !== null;
  return true;
}

/**
 * What the NVFlare in use does not support of a project, as warnings with a place. Said once: not where the
 * validation has something to say already, and not of parts that were edited away since.
 */
export function placeUnsupported(
  detail: Pick<ProjectDetail, 'unsupported' | 'model'>,
  draft: ProjectModel,
  problems: PlacedProblem[],
): PlacedProblem[] {
  return detail.unsupported
    .map(({ field, message }): PlacedProblem => ({
      ...placeField(field, detail.model),
      problem: { field, code: 'unsupported', severity: 'warning', message, hint: '' },
    }))
    .filter(
      ({ key, path }) => isThere(path, draft) && !problems.some((p) => p.key === key && p.path === path),
    );
}
