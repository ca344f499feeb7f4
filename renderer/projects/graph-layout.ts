import { hierarchy } from 'd3-hierarchy';
import type { GraphItem } from './graph-fold';

/** Pixels at full zoom. */
export const cardSize = { width: 208, height: 36 };
const gap = { x: 72, y: 10 };
const headHeight = 36;
const inset = 10;
/** Members of an open group stand in columns of so many. */
const mostInColumn = 16;

export interface Placed {
  item: GraphItem;
  x: number;
  y: number;
  width: number;
  height: number;
  /** What the line to it comes from; null for a root and for members of a group, which stand inside its frame. */
  from: string | null;
  /** Inside the frame of an open group. */
  framed: boolean;
}

/** Whether an item is drawn as a frame with its members inside: an open group of participants alone. */
const isFrame = (item: GraphItem): boolean =>
  item.kind === 'group' &&
  item.open &&
  item.children.every((child) => child.children.length === 0 && child.kind === 'participant');

const columnsOf = (members: number): number => Math.ceil(members / mostInColumn);

function sizeOf(item: GraphItem): { width: number; height: number } {
  if (!isFrame(item)) return cardSize;
  const columns = columnsOf(item.children.length);
  const rows = Math.ceil(item.children.length / columns);
  return {
    width: inset + columns * (cardSize.width + inset),
    height: headHeight + rows * (cardSize.height + gap.y) + inset,
  };
}

/**
 * Places what the graph shows: from left to right in the direction in which connections are taken, those of one
 * parent below each other, the parent in the middle of them.
 */
export function layOut(roots: readonly GraphItem[]): Placed[] {
  const tree = hierarchy<{ item: GraphItem | null; children: readonly GraphItem[] }>(
    { item: null, children: roots },
    (each) =>
      (each.item && isFrame(each.item) ? [] : each.children).map((item) => ({
        item,
        children: item.children,
      })),
  );
  const middles = new Map<typeof tree, number>();
  let next = 0;
  const placed: Placed[] = [];
  tree.eachAfter((node) => {
    const { item } = node.data;
    if (!item) return;
    const { width, height } = sizeOf(item);
    const [first, last] = [node.children?.[0], node.children?.at(-1)];
    const middle =
      first && last ? ((middles.get(first) ?? 0) + (middles.get(last) ?? 0)) / 2 : next + height / 2;
    if (!first) next += height + gap.y;
    middles.set(node, middle);
    const place = { x: (node.depth - 1) * (cardSize.width + gap.x), y: middle - height / 2 };
    const from = node.parent?.data.item?.id ?? null;
    placed.push({ item, ...place, width, height, from, framed: false }, ...membersOf(item, place));
  });
  return placed;
}

function membersOf(group: GraphItem, { x, y }: { x: number; y: number }): Placed[] {
  if (!isFrame(group)) return [];
  const rows = Math.ceil(group.children.length / columnsOf(group.children.length));
  return group.children.map((item, index) => ({
    item,
    x: x + inset + Math.floor(index / rows) * (cardSize.width + inset),
    y: y + headHeight + (index % rows) * (cardSize.height + gap.y),
    ...cardSize,
    from: null,
    framed: true,
  }));
}

const steps: Record<string, (from: Placed, to: Placed) => number | null> = {
  ArrowRight: (from, to) => (to.x > from.x ? distance(from, to, 'x') : null),
  ArrowLeft: (from, to) => (to.x < from.x ? distance(from, to, 'x') : null),
  ArrowDown: (from, to) => (to.y > from.y && near(from, to) ? distance(from, to, 'y') : null),
  ArrowUp: (from, to) => (to.y < from.y && near(from, to) ? distance(from, to, 'y') : null),
};

const near = (from: Placed, to: Placed): boolean => Math.abs(from.x - to.x) < cardSize.width;

/** Straight ahead counts less than to the side. */
const distance = (from: Placed, to: Placed, axis: 'x' | 'y'): number => {
  const [dx, dy] = [Math.abs(from.x - to.x), Math.abs(from.y - to.y)];
  return axis === 'x' ? dx * 2 + dy : dy * 2 + dx;
};

/** Where an arrow key leads from an item; null when there is nothing in that direction, or it is no arrow. */
export function neighbourOf(placed: readonly Placed[], from: Placed, key: string): Placed | null {
  const reach = steps[key];
  if (!reach) return null;
  let best: { to: Placed; far: number } | null = null;
  for (const to of placed) {
    const far = to === from ? null : reach(from, to);
    if (far !== null && (!best || far < best.far)) best = { to, far };
  }
  return best?.to ?? null;
}
