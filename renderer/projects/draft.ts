import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import { sameModel } from './model-edit';
import { makeRekey } from './rekey';

/** A project as it is being edited. `base` is what is stored at `revision`. */
export interface Draft {
  revision: number;
  base: ProjectModel;
  model: ProjectModel;
}

/** A draft without edits. */
export const startDraft = ({ summary, model }: ProjectDetail): Draft => ({
  revision: summary.revision,
  base: model,
  model,
});

/** Whether the draft has edits that are not stored. */
export const isDirty = (draft: Draft): boolean => !sameModel(draft.base, draft.model);

/** Takes what the store has now: a draft without edits follows it, one with edits is left as it is. */
export const followStore = (draft: Draft | undefined, detail: ProjectDetail): Draft =>
  draft && (draft.revision === detail.summary.revision || isDirty(draft)) ? draft : startDraft(detail);

/** Whether someone else stored the project after this draft began. */
export const isOvertaken = (draft: Draft, detail: ProjectDetail): boolean =>
  draft.revision < detail.summary.revision && isDirty(draft);

/**
 * After a save: the base is what is stored now. Edits made while the save was on its way stay edits, under the
 * keys that the save gave. `sent` is the model that was saved.
 */
export const settleSave = (
  draft: Draft,
  sent: ProjectModel,
  detail: ProjectDetail,
  rekey = makeRekey(sent, detail.model),
): Draft =>
  sameModel(draft.model, sent) ? startDraft(detail) : { ...startDraft(detail), model: rekey(draft.model) };

/** Keeps the edits and saves them over what the store has now. */
export const rebase = (draft: Draft, detail: ProjectDetail): Draft => ({
  revision: detail.summary.revision,
  base: detail.model,
  model: draft.model,
});
