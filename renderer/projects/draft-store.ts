import { create } from 'zustand';
import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import { describeChange } from './describe-change';
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
import {
  emptyHistory,
  hasOtherText,
  type History,
  mapSnapshots,
  type Moved,
  record,
  redo,
  seal,
  undo,
} from './history';
import { makeRekey } from './rekey';
import { followInStudies } from './study-follow';

/** What the editor of one project knows that the store does not. */
interface Editing {
  draft: Draft;
  history: History;
  /** The participant in the inspector. */
  activeKey: string | null;
  /** Those that are selected in the table and in the graph. */
  selected: ReadonlySet<string>;
  /** The field to focus as soon as it is on the page. */
  focus: FocusPlace | null;
}

interface DraftStore {
  editing: Record<string, Editing>;
  /** Starts or refreshes the draft with what the store has. */
  receive: (projectId: string, detail: ProjectDetail) => void;
  /** `label` names the step when what changed does not say enough. */
  edit: (projectId: string, change: (model: ProjectModel) => ProjectModel, label?: string) => void;
  /** Takes what was typed as text. */
  typeText: (projectId: string, typed: TypedText) => void;
  /** Keeps a text that is no project file beside the last good draft; null lets it go. */
  breakText: (projectId: string, text: UnreadText | null) => void;
  undo: (projectId: string) => void;
  redo: (projectId: string) => void;
  /** The person left a field: what they type next is another step. */
  sealStep: (projectId: string) => void;
  saved: (projectId: string, sent: SentDraft, detail: ProjectDetail) => void;
  reload: (projectId: string, detail: ProjectDetail) => void;
  keepEdits: (projectId: string, detail: ProjectDetail) => void;
  select: (projectId: string, key: string | null) => void;
  selectMany: (projectId: string, keys: ReadonlySet<string>) => void;
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
        const { activeKey = null, focus = null, selected = new Set<string>() } = known ?? {};
        // Steps belong to the file they were made on; another one from elsewhere has other entries.
        const next = { draft, history: emptyHistory, activeKey, selected, focus };
        return { editing: { ...state.editing, [projectId]: next } };
      }),
    edit: (projectId, change, label) => update(projectId, (editing) => editDraft(editing, change, label)),
    typeText: (projectId, typed) =>
      update(projectId, ({ draft, history }) => ({
        draft: takeText(draft, typed),
        history: record(history, draft, { label: 'edit the text', field: 'text' }),
      })),
    breakText: (projectId, broken) => update(projectId, ({ draft }) => ({ draft: { ...draft, broken } })),
    undo: (projectId) =>
      update(projectId, (editing) => moveTo(editing, undo(editing.history, editing.draft))),
    redo: (projectId) =>
      update(projectId, (editing) => moveTo(editing, redo(editing.history, editing.draft))),
    sealStep: (projectId) =>
      set((state) => {
        const editing = state.editing[projectId];
        const history = editing && seal(editing.history);
        if (!history || history === editing.history) return state;
        return { editing: { ...state.editing, [projectId]: { ...editing, history } } };
      }),
    saved: (projectId, sent, detail) => update(projectId, (editing) => settleEditing(editing, sent, detail)),
    reload: (projectId, detail) =>
      update(projectId, () => ({ draft: startDraft(detail), history: emptyHistory })),
    keepEdits: (projectId, detail) => update(projectId, ({ draft }) => ({ draft: rebase(draft, detail) })),
    selectMany: (projectId, selected) => update(projectId, () => ({ selected })),
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

function editDraft(
  { draft, history }: Editing,
  change: (model: ProjectModel) => ProjectModel,
  label: string | undefined,
): Partial<Editing> {
  const changed = change(draft.model);
  if (changed === draft.model) return {};
  const step = label === undefined ? describeChange(draft.model, changed) : { label, field: null };
  if (!step) return {};
  const next = record(history, draft, step);
  const since = next.past.at(-1)?.snapshot.model ?? draft.model;
  return { draft: { ...draft, model: followInStudies(since, draft.model, changed) }, history: next };
}

const moveTo = ({ draft }: Editing, moved: Moved | null): Partial<Editing> =>
  moved ? { draft: { ...draft, ...moved.snapshot }, history: moved.history } : {};

/** What was edited before the save can still be undone after it: it then is an edit again. */
function settleEditing(
  { draft, history, activeKey, selected }: Editing,
  sent: SentDraft,
  detail: ProjectDetail,
): Partial<Editing> {
  const rekey = makeRekey(sent.model, detail.model);
  const follow = (key: string | null) => followKey(key, sent.model, detail.model);
  return {
    draft: settleSave(draft, sent, detail, rekey),
    // Keys are places in a text: those of another text than the saved one cannot be found again.
    history: hasOtherText(history, sent.text)
      ? emptyHistory
      : seal(mapSnapshots(history, ({ model }) => ({ model: rekey(model), text: null }))),
    activeKey: follow(activeKey),
    selected: new Set([...selected].flatMap((key) => follow(key) ?? [])),
  };
}

/** A save may give new entries other keys; the selected participant is found again by its position. */
function followKey(key: string | null, sent: ProjectModel, stored: ProjectModel): string | null {
  if (key === null || stored.participants.some((p) => p.key === key)) return key;
  return stored.participants[sent.participants.findIndex((p) => p.key === key)]?.key ?? null;
}
