import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, Transaction } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { Problem } from '../../preload/contract/meta';
import type { Mark } from '../../preload/contract/projects';
import { pathAt, rangeOf } from './yaml-path';
import { yamlLook } from './yaml-theme';

/** Marks a change that comes from the form. */
const fromForm = Annotation.define<boolean>();

/** A text editor for a project file, as the page uses it. */
export interface YamlView {
  text(): string;
  /** Puts in a text, changing only what differs, so that the cursor stays where it is. */
  show(text: string): void;
  mark(marks: readonly Mark[]): void;
  setReadOnly(readOnly: boolean): void;
  /** Shows where a path is, as soon as there is a text, and leaves the focus where it is. */
  point(path: string): void;
  /** Puts the cursor on a mark and shows it. */
  reveal(mark: Pick<Mark, 'from' | 'to'>): void;
  destroy(): void;
}

interface YamlListeners {
  /** Gets the text after each change that was typed. */
  onType: (text: string) => void;
  /** Gets the path of what the person has put the cursor on. */
  onCaret: (path: string) => void;
  onShowInForm: (problem: Problem) => void;
}

/** Makes the editor inside an element. */
export function createYamlView(
  parent: HTMLElement,
  { onType, onCaret, onShowInForm }: YamlListeners,
): YamlView {
  const editable = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({ extensions: [extensions(onType, onCaret), editable.of([])] }),
  });
  // What scrolls can be reached by key, as on every page.
  view.scrollDOM.tabIndex = 0;
  let awaited: string | null = null;
  const point = (path: string): void => {
    const range = rangeOf(view.state, path);
    awaited = range || view.state.doc.length > 0 ? null : path;
    if (!range) return;
    // Text that is in view stays where it is.
    const effects = EditorView.scrollIntoView(range.from, { y: 'nearest', yMargin: 40 });
    view.dispatch({ selection: { anchor: range.from }, effects });
  };
  return {
    text: () => view.state.doc.toString(),
    show(text) {
      const change = difference(view.state.doc.toString(), text);
      if (!change) return;
      const quiet = [fromForm.of(true), Transaction.addToHistory.of(false)];
      view.dispatch({ changes: change, annotations: quiet });
      if (awaited !== null) point(awaited);
    },
    point,
    mark(marks) {
      const { length } = view.state.doc;
      const found = marks
        .filter(({ to }) => to <= length)
        .map((mark) => diagnosticOf(mark, () => onShowInForm(mark.problem)));
      view.dispatch(setDiagnostics(view.state, found));
    },
    setReadOnly(readOnly) {
      view.dispatch({ effects: editable.reconfigure(EditorState.readOnly.of(readOnly)) });
    },
    reveal({ from, to }) {
      view.dispatch({
        selection: { anchor: from, head: Math.min(to, view.state.doc.length) },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

const extensions = (onType: (text: string) => void, onCaret: (path: string) => void) => [
  lineNumbers(),
  lintGutter(),
  history(),
  drawSelection(),
  highlightActiveLine(),
  bracketMatching(),
  highlightSelectionMatches(),
  search({ top: true }),
  indentUnit.of('  '),
  yaml(),
  yamlLook,
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': 'Text of project.yml' }),
  // Tab leaves the editor, as everywhere; Ctrl/Cmd+] indents.
  keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
  EditorView.updateListener.of((update) => {
    const typed = update.transactions.some((each) => each.docChanged && !each.annotation(fromForm));
    if (typed) onType(update.state.doc.toString());
    if (update.transactions.some((each) => each.isUserEvent('select')))
      onCaret(pathAt(update.state, update.state.selection.main.head));
  }),
];

const diagnosticOf = ({ problem, from, to }: Mark, show: () => void): Diagnostic => ({
  from,
  to,
  severity: problem.severity,
  message: [problem.message, problem.hint].filter(Boolean).join(' '),
  actions: /^(?:line \d+)?$/.test(problem.field) ? [] : [{ name: 'Show in the form', apply: show }],
});

/** The one stretch in which two texts differ; null when they are the same. */
export function difference(
  before: string,
  after: string,
): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
