import { create } from 'zustand';
import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import {
  type Draft,
  type SentDraft,
  type TypedText,
  type UnreadText,
  followStore,
  rebase,
  settleSave,
  startDraft,
  takeText,
} from './draft';
import type { FocusPlace } from './field-path';

/** What the editor of one project knows that the store does not. */
interface Editing {
  draft: Draft;
  /** The participant in the inspector. */
  activeKey: string | null;
  /** The field to focus as soon as it is on the page. */
  focus: FocusPlace | null;
}

interface DraftStore {
  editing: Record<string, Editing>;
  /** Starts or refreshes the draft with what the store has. */
  receive: (projectId: string, detail: ProjectDetail) => void;
  edit: (projectId: string, change: (model: ProjectModel) => ProjectModel) => void;
  /** Takes what was typed as text. */
  typeText: (projectId: string, typed: TypedText) => void;
  /** Keeps a text that is no project file beside the last good draft; null lets it go. */
  breakText: (projectId: string, text: UnreadText | null) => void;
  saved: (projectId: string, sent: SentDraft, detail: ProjectDetail) => void;
  reload: (projectId: string, detail: ProjectDetail) => void;
  keepEdits: (projectId: string, detail: ProjectDetail) => void;
  select: (projectId: string, key: string | null) => void;
  focusField: (projectId: string, place: FocusPlace | null) => void;
  drop: (projectId: string) => void;
}

/** The drafts of the projects that are open, by project id. */
export const useDraftStore = create<DraftStore>()((set) => {
  const update = (projectId: string, change: (editing: Editing) => Partial<Editing>) =>
    set((state) => {
      const editing = state.editing[projectId];
      if (!editing) return state;
      return { editing: { ...state.editing, [projectId]: { ...editing, ...change(editing) } } };
    });
  return {
    editing: {},
    receive: (projectId, detail) =>
      set((state) => {
        const known = state.editing[projectId];
        const draft = followStore(known?.draft, detail);
        if (known && draft === known.draft) return state;
        const next = { draft, activeKey: known?.activeKey ?? null, focus: known?.focus ?? null };
        return { editing: { ...state.editing, [projectId]: next } };
      }),
    edit: (projectId, change) =>
      update(projectId, ({ draft }) => ({ draft: { ...draft, model: change(draft.model) } })),
    typeText: (projectId, typed) => update(projectId, ({ draft }) => ({ draft: takeText(draft, typed) })),
    breakText: (projectId, broken) => update(projectId, ({ draft }) => ({ draft: { ...draft, broken } })),
    saved: (projectId, sent, detail) =>
      update(projectId, ({ draft, activeKey }) => ({
        draft: settleSave(draft, sent, detail),
        activeKey: followKey(activeKey, sent.model, detail.model),
      })),
    reload: (projectId, detail) => update(projectId, () => ({ draft: startDraft(detail) })),
    keepEdits: (projectId, detail) => update(projectId, ({ draft }) => ({ draft: rebase(draft, detail) })),
    select: (projectId, activeKey) => update(projectId, () => ({ activeKey })),
    focusField: (projectId, focus) =>
      update(projectId, ({ activeKey }) => ({ focus, activeKey: focus?.key ?? activeKey })),
    drop: (projectId) =>
      set((state) => {
        const { [projectId]: _dropped, ...editing } = state.editing;
        return { editing };
      }),
  };
});

/** A save may give new entries other keys; the selected participant is found again by its position. */
function followKey(key: string | null, sent: ProjectModel, stored: ProjectModel): string | null {
  if (key === null || stored.participants.some((p) => p.key === key)) return key;
  return stored.participants[sent.participants.findIndex((p) => p.key === key)]?.key ?? null;
}
