import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import { sameModel } from './model-edit';
import { makeRekey } from './rekey';

/** A project as it is being edited. `base` is what is stored at `revision`. */
export interface Draft {
  revision: number;
  base: ProjectModel;
  model: ProjectModel;
  /** The file that the model is written into, when it was edited as text; null is the stored one. */
  text: string | null;
  /** Text in the editor that is not in `model` and `text`: these are the last good ones. */
  broken: UnreadText | null;
}

/** A text that was typed and is no project file, or has not been read yet. */
export interface UnreadText {
  text: string;
  isRead: boolean;
}

/** A text as `projects.read` understood it. */
export interface TypedText {
  text: string;
  model: ProjectModel;
  /** It is the text that is stored. */
  stored: boolean;
}

/** A draft without edits. */
export const startDraft = ({ summary, model }: ProjectDetail): Draft => ({
  revision: summary.revision,
  base: model,
  model,
  text: null,
  broken: null,
});

/** Whether the draft has edits that are not stored. */
export const isDirty = (draft: Draft): boolean =>
  draft.text !== null || draft.broken !== null || !sameModel(draft.base, draft.model);

/** Takes what the store has now: a draft without edits follows it, one with edits is left as it is. */
export const followStore = (draft: Draft | undefined, detail: ProjectDetail): Draft =>
  draft && (draft.revision === detail.summary.revision || isDirty(draft)) ? draft : startDraft(detail);

/** Whether someone else stored the project after this draft began. */
export const isOvertaken = (draft: Draft, detail: ProjectDetail): boolean =>
  draft.revision < detail.summary.revision && isDirty(draft);

/** Puts a typed text in place of what was edited before. */
export const takeText = (draft: Draft, { text, model, stored }: TypedText): Draft => ({
  ...draft,
  model,
  text: stored ? null : text,
  broken: null,
});

/** What was sent to be saved. */
export type SentDraft = Pick<Draft, 'model' | 'text'>;

/**
 * After a save: the base is what is stored now. Edits made while the save was on its way stay edits, under the
 * keys that the save gave; those of a text that was typed meanwhile are of that text.
 */
export function settleSave(
  draft: Draft,
  sent: SentDraft,
  detail: ProjectDetail,
  rekey = makeRekey(sent.model, detail.model),
): Draft {
  const stored = startDraft(detail);
  if (draft.text !== sent.text)
    return { ...stored, model: draft.model, text: draft.text, broken: draft.broken };
  if (draft.broken === null && sameModel(draft.model, sent.model)) return stored;
  return { ...stored, model: rekey(draft.model), broken: draft.broken };
}

/** Keeps the edits and saves them over what the store has now. */
export const rebase = (draft: Draft, detail: ProjectDetail): Draft => ({
  ...draft,
  revision: detail.summary.revision,
  base: detail.model,
});
