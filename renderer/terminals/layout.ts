/** How the panes of a tab share its room: one, or several beside or below each other. */
export type Layout =
  | { type: 'pane'; id: string }
  | {
      type: 'split';
      direction: 'row' | 'column';
      children: Layout[];
      /** How much of the room each child has, as a weight among them. */
      shares: number[];
    };

export type SplitDirection = 'row' | 'column';

export const paneOf = (id: string): Layout => ({ type: 'pane', id });

/** The ids of all panes, in the order in which they are read. */
export const panesIn = (layout: Layout): string[] =>
  layout.type === 'pane' ? [layout.id] : layout.children.flatMap(panesIn);

/** Puts a new pane behind another one, whose room they share: beside it (`row`) or below it (`column`). */
export function splitPane(layout: Layout, at: string, direction: SplitDirection, added: string): Layout {
  if (layout.type === 'pane') {
    if (layout.id !== at) return layout;
    return { type: 'split', direction, children: [layout, paneOf(added)], shares: [1, 1] };
  }
  const index = layout.children.findIndex((child) => child.type === 'pane' && child.id === at);
  if (index >= 0 && layout.direction === direction) {
    const half = (layout.shares[index] ?? 1) / 2;
    return {
      ...layout,
      children: layout.children.toSpliced(index + 1, 0, paneOf(added)),
      shares: layout.shares.toSpliced(index, 1, half, half),
    };
  }
  return { ...layout, children: layout.children.map((child) => splitPane(child, at, direction, added)) };
}

/** Without a pane, whose room the others take; null when none is left. */
export function removePane(layout: Layout, id: string): Layout | null {
  if (layout.type === 'pane') return layout.id === id ? null : layout;
  const left = layout.children.map((child) => removePane(child, id));
  const children = left.filter((child) => child !== null);
  if (children.length <= 1) return children[0] ?? null;
  return { ...layout, children, shares: layout.shares.filter((_, index) => left[index] !== null) };
}

/** So much of what two neighbours have together each of them keeps. */
export const leastPart = 0.1;
/** By so much a key moves a divider. */
export const dividerStep = 0.05;

/**
 * Moves the divider behind a child of a split.
 * @param path which child leads there, at each split from the outermost one on
 * @param part of what the child and the next one have together, between 0 and 1, is the child's from now on
 */
export function moveDivider(layout: Layout, path: number[], at: number, part: number): Layout {
  if (layout.type === 'pane') return layout;
  const [next, ...rest] = path;
  if (next !== undefined)
    return {
      ...layout,
      children: layout.children.map((child, index) =>
        index === next ? moveDivider(child, rest, at, part) : child,
      ),
    };
  const both = (layout.shares[at] ?? 0) + (layout.shares[at + 1] ?? 0);
  const own = both * Math.min(1 - leastPart, Math.max(leastPart, part));
  return { ...layout, shares: layout.shares.toSpliced(at, 2, own, both - own) };
}

/**
 * Moves the divider that is nearest to a pane, of the innermost split in this direction that has one: the one behind it,
 * or the one before it where it is the last. The same layout where there is none.
 * @param by how much of what both neighbours have together, as a part of 1; below 0 to the left or upwards
 */
export function movePaneDivider(layout: Layout, pane: string, direction: SplitDirection, by: number): Layout {
  if (layout.type === 'pane') return layout;
  const index = layout.children.findIndex((child) => panesIn(child).includes(pane));
  const child = layout.children[index];
  if (!child) return layout;
  const within = movePaneDivider(child, pane, direction, by);
  if (within !== child) return { ...layout, children: layout.children.with(index, within) };
  if (layout.direction !== direction) return layout;
  const at = Math.min(index, layout.children.length - 2);
  const [before = 1, after = 1] = layout.shares.slice(at);
  return moveDivider(layout, [], at, before / (before + after) + by);
}
