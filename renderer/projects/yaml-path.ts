import { ensureSyntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

type Node = NonNullable<ReturnType<typeof ensureSyntaxTree>>['topNode'];

/** Long enough for a file of thousands of participants; without a tree there is no place. */
const parseMs = 300;

const wholeTree = (state: EditorState) => ensureSyntaxTree(state, state.doc.length, parseMs);

/** The path of what stands at a character, such as `participants[2].host_names[0]`; empty outside of everything. */
export function pathAt(state: EditorState, offset: number): string {
  const line = state.doc.lineAt(offset);
  const indent = line.from + line.text.length - line.text.trimStart().length;
  const at = Math.max(offset, indent);
  const steps: string[] = [];
  let node: Node | null | undefined = wholeTree(state)?.resolveInner(at, at === indent ? 1 : -1);
  // A dash stands before its item, not in it.
  if (node?.name === '-') node = node.nextSibling ?? node;
  for (; node; node = node.parent) {
    if (node.name === 'Item') steps.unshift(`[${indexOf(node)}]`);
    if (node.name === 'Pair') steps.unshift(`.${keyOf(state, node) ?? ''}`);
  }
  return steps.join('').replace(/^\./, '');
}

/** Where a path is, or the innermost part of it that is there; null when nothing of it is. */
export function rangeOf(state: EditorState, path: string): { from: number; to: number } | null {
  let found: Node | null = null;
  let node: Node | null | undefined = wholeTree(state)?.topNode.getChild('Document');
  for (const step of stepsOf(path)) {
    const next: Node | null = node ? childAt(state, node, step) : null;
    if (!next) break;
    found = next;
    node = next;
  }
  return found && { from: found.from, to: Math.min(found.to, state.doc.lineAt(found.from).to) };
}

const stepsOf = (path: string): (string | number)[] =>
  (path.match(/\[\d+\]|[^.[\]]+/g) ?? []).map((step) =>
    step.startsWith('[') ? Number(step.slice(1, -1)) : step,
  );

function childAt(state: EditorState, node: Node, step: string | number): Node | null {
  const inner = contentOf(node);
  if (!inner) return null;
  if (typeof step === 'number') return inner.getChildren('Item')[step] ?? null;
  return inner.getChildren('Pair').find((pair) => keyOf(state, pair) === step) ?? null;
}

const collections = new Set(['BlockMapping', 'FlowMapping', 'BlockSequence', 'FlowSequence']);

/** The mapping or sequence in a document, an item or the value of a pair; anchors and tags stand around it. */
function contentOf(node: Node): Node | null {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (collections.has(child.name)) return child;
    if (child.name === 'Anchored' || child.name === 'Tagged') return contentOf(child);
  }
  return null;
}

function keyOf(state: EditorState, pair: Node): string | null {
  const key = pair.getChild('Key');
  return key ? state.doc.sliceString(key.from, key.to).replace(/^(['"])(.*)\1$/, '$2') : null;
}

function indexOf(item: Node): number {
  let index = 0;
  for (let before = item.prevSibling; before; before = before.prevSibling)
    if (before.name === 'Item') index += 1;
  return index;
}
