/** How the panes of a tab share its room: one, or several beside or below each other. */
export type Layout =
  | { type: 'pane'; id: string }
  | { type: 'split'; direction: 'row' | 'column'; children: Layout[] };

export type SplitDirection = 'row' | 'column';

export const paneOf = (id: string): Layout => ({ type: 'pane', id });

/** The ids of all panes, in the order in which they are read. */
export const panesIn = (layout: Layout): string[] =>
  layout.type === 'pane' ? [layout.id] : layout.children.flatMap(panesIn);

/** Puts a new pane behind another one: beside it (`row`) or below it (`column`). */
export function splitPane(layout: Layout, at: string, direction: SplitDirection, added: string): Layout {
  if (layout.type === 'pane')
    return layout.id === at ? { type: 'split', direction, children: [layout, paneOf(added)] } : layout;
  const index = layout.children.findIndex((child) => child.type === 'pane' && child.id === at);
  if (index >= 0 && layout.direction === direction)
    return { ...layout, children: layout.children.toSpliced(index + 1, 0, paneOf(added)) };
  return { ...layout, children: layout.children.map((child) => splitPane(child, at, direction, added)) };
}

/** Without a pane, whose room the others take; null when none is left. */
export function removePane(layout: Layout, id: string): Layout | null {
  if (layout.type === 'pane') return layout.id === id ? null : layout;
  const children = layout.children.flatMap((child) => removePane(child, id) ?? []);
  if (children.length <= 1) return children[0] ?? null;
  return { ...layout, children };
}
