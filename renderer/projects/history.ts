import type { Draft } from './draft';
import type { Change } from './describe-change';

/** What of a draft undo brings back. */
export type Snapshot = Pick<Draft, 'model' | 'text'>;

interface Step {
  /** The draft before the step; for a step that was undone, the draft after it. */
  snapshot: Snapshot;
  /** What the step did, as it follows on "Undo: ". */
  label: string;
  /** Edits of one field that follow each other are one step; null joins nothing. */
  field: string | null;
}

/** The steps of one draft, oldest first, and those that were undone, the next to redo last. */
export interface History {
  past: Step[];
  future: Step[];
}

export const emptyHistory: History = { past: [], future: [] };

/** Snapshots share what did not change, so that many are cheap; beyond this, the oldest go. */
const maxSteps = 500;

/** Notes an edit away from `before`. What was undone before it cannot be redone any more. */
export function record(history: History, { model, text }: Snapshot, { label, field }: Change): History {
  const last = history.past.at(-1);
  const joins = field !== null && last?.field === field && history.future.length === 0;
  if (joins) return history;
  return {
    past: [...history.past, { snapshot: { model, text }, label, field }].slice(-maxSteps),
    future: [],
  };
}

/** Ends the newest step: what is typed next is a step of its own, even in the same field. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  if (!last || last.field === null) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, field: null }] };
}

/** A step taken back or done again: where the draft is then, and what is left to do in either direction. */
export interface Moved {
  snapshot: Snapshot;
  history: History;
}

/** Takes the newest step back; null when there is none. */
export function undo({ past, future }: History, { model, text }: Snapshot): Moved | null {
  const step = past.at(-1);
  if (!step) return null;
  const undone = { ...step, snapshot: { model, text }, field: null };
  return { snapshot: step.snapshot, history: { past: past.slice(0, -1), future: [...future, undone] } };
}

/** Does the step again that was undone last; null when there is none. */
export function redo({ past, future }: History, { model, text }: Snapshot): Moved | null {
  const step = future.at(-1);
  if (!step) return null;
  const done = { ...step, snapshot: { model, text }, field: null };
  return { snapshot: step.snapshot, history: { past: [...past, done], future: future.slice(0, -1) } };
}

/** Applies a change to every snapshot, as when a save gave entries other keys. */
export function mapSnapshots({ past, future }: History, change: (snapshot: Snapshot) => Snapshot): History {
  const all = (steps: Step[]) => steps.map((step) => ({ ...step, snapshot: change(step.snapshot) }));
  return { past: all(past), future: all(future) };
}

/** Whether a step was made on another text than this. */
export const hasOtherText = ({ past, future }: History, text: string | null): boolean =>
  [...past, ...future].some(({ snapshot }) => snapshot.text !== text);
