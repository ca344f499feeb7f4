import type { GraphItem } from './graph-fold';

/** Pixels at full zoom. */
export const cardHeight = 36;
/** As wide as the longest text of its kind, within these. Names that are longer are cut off. */
const cardWidth = { least: 112, most: 264 };
/** What a card takes beside its text, such as padding and icons, and for each character of it. Names are bolder. */
const textRoom = { name: { beside: 66, character: 6.7 }, group: { beside: 46, character: 6 } };
const gap = { x: 48, y: 10 };
/** What the lines to further columns run through, above all of them. */
const railHeight = 20;
const headHeight = 36;
const inset = 10;
/** Members of an open group stand in columns of so many. */
const mostInColumn = 16;

/** The way of a line to a further column: up beside the parent, along above the columns, down beside its own. */
export interface Rail {
  y: number;
  trunk: number;
  gutter: number;
}

interface Line {
  from: string;
  rail: Rail | null;
}

export interface Placed {
  item: GraphItem;
  x: number;
  y: number;
  width: number;
  height: number;
  /** What the line to it comes from; null for a root and for members of a group, which stand inside its frame. */
  from: string | null;
  /** Null where the line goes straight. */
  rail: Rail | null;
  /** Inside the frame of an open group. */
  framed: boolean;
}

/** Whether an item is drawn as a frame with its members inside: an open group of participants alone. */
const isFrame = (item: GraphItem): boolean =>
  item.kind === 'group' &&
  item.open &&
  item.children.every((child) => child.children.length === 0 && child.kind === 'participant');

const columnsOf = (members: number): number => Math.ceil(members / mostInColumn);

/** How wide cards are, by kind: those of one kind are alike, so that columns are straight. */
type Widths = ReadonlyMap<string, number>;

const kindOf = (item: GraphItem): string => (item.kind === 'group' ? 'group' : item.node.participant.type);

function measureCards(items: readonly GraphItem[], widths = new Map<string, number>()): Widths {
  for (const item of items) {
    const isGroup = item.kind === 'group';
    const { length } = isGroup ? item.label : item.node.participant.name;
    const { beside, character } = textRoom[isGroup ? 'group' : 'name'];
    const wanted = Math.ceil(beside + length * character);
    const width = Math.min(cardWidth.most, Math.max(widths.get(kindOf(item)) ?? cardWidth.least, wanted));
    widths.set(kindOf(item), width);
    measureCards(item.children, widths);
  }
  return widths;
}

const cardOf = (item: GraphItem, widths: Widths) => ({
  width: widths.get(kindOf(item)) ?? cardWidth.most,
  height: cardHeight,
});

function sizeOf(item: GraphItem, widths: Widths): { width: number; height: number } {
  const [member] = item.children;
  if (!isFrame(item) || !member) return cardOf(item, widths);
  const columns = columnsOf(item.children.length);
  const rows = Math.ceil(item.children.length / columns);
  return {
    width: Math.max(cardOf(item, widths).width, inset + columns * (cardOf(member, widths).width + inset)),
    height: headHeight + rows * (cardHeight + gap.y) + inset,
  };
}

/** A branch: an item, and what is below it in one column or several. All places are from its upper left corner. */
interface Branch {
  item: GraphItem;
  width: number;
  height: number;
  /** Where the middle of its own card is. */
  middle: number;
  columns: { x: number; branches: { branch: Branch; y: number }[] }[];
}

/**
 * Places what the graph shows: from left to right in the direction in which connections are taken, those of one
 * parent below each other, the parent in the middle of them. Those of a parent that has very many stand in several
 * columns, as many as let the whole be seen largest in `room` (pixels): layouts by layers make one column of them,
 * which no window is tall enough for.
 */
export function layOut(roots: readonly GraphItem[], room: Room): Placed[] {
  const widths = measureCards(roots);
  return arrangeBest(roots, widths, room).flatMap(({ branch, y }) =>
    place(branch, widths, { x: 0, y }, null),
  );
}

/** How large the whole is drawn where it is laid out for `room`: 1 is full size. */
export const scaleIn = (roots: readonly GraphItem[], room: Room): number =>
  scaleOf(arrangeBest(roots, measureCards(roots), room), room);

function arrangeBest(roots: readonly GraphItem[], widths: Widths, room: Room) {
  const arrange = (tallest: number) => stack(roots.map((root) => grow(root, widths, tallest)));
  let best = arrange(Infinity);
  const all = stackHeight(best.map(({ branch }) => branch));
  for (let columns = 2; columns <= mostColumns; columns += 1)
    // With a row more as well: what is left over by a hair would have a column of its own.
    for (const tallest of [all / columns, all / columns + cardHeight + gap.y]) {
      const next = arrange(tallest);
      // More columns are harder to follow: they have to be worth it.
      if (scaleOf(next, room) > scaleOf(best, room) * 1.05) best = next;
    }
  return best;
}

export interface Room {
  width: number;
  height: number;
}

type Stack = Branch[];

const mostColumns = 10;

/** How large it is drawn where all of it is to be seen; never larger than it is. */
function scaleOf(stacked: ReturnType<typeof stack>, room: Room): number {
  const branches = stacked.map(({ branch }) => branch);
  const width = Math.max(...branches.map((branch) => branch.width));
  return Math.min(1, room.width / width, room.height / stackHeight(branches));
}

const stackHeight = (branches: Stack): number =>
  branches.reduce((sum, { height }) => sum + height + gap.y, -gap.y);

function stack(branches: Stack): { branch: Branch; y: number }[] {
  let y = 0;
  return branches.map((branch) => {
    const at = { branch, y };
    y += branch.height + gap.y;
    return at;
  });
}

function grow(item: GraphItem, widths: Widths, tallest: number): Branch {
  const own = sizeOf(item, widths);
  const below = isFrame(item) ? [] : item.children.map((child) => grow(child, widths, tallest));
  if (below.length === 0) return { item, ...own, middle: own.height / 2, columns: [] };
  const stacks = breakUp(below, tallest);
  const top = stacks.length > 1 ? railHeight : 0;
  let x = own.width;
  const columns = stacks.map((branches) => {
    x += gap.x;
    const column = { x, branches: stack(branches).map(({ branch, y }) => ({ branch, y: y + top })) };
    x += Math.max(...branches.map(({ width }) => width));
    return column;
  });
  const height = Math.max(own.height, top + Math.max(...stacks.map(stackHeight)));
  return { item, width: x, height, middle: middleOf(columns[0]?.branches ?? [], own.height), columns };
}

function middleOf(branches: Branch['columns'][number]['branches'], ownHeight: number): number {
  const middles = branches.map(({ branch, y }) => y + branch.middle);
  const between = ((middles[0] ?? 0) + (middles.at(-1) ?? 0)) / 2;
  return Math.max(between, ownHeight / 2);
}

/** Fills one column after the other. */
function breakUp(branches: Stack, tallest: number): Stack[] {
  const stacks: Stack[] = [];
  let left = 0;
  for (const branch of branches) {
    const wanted = branch.height + gap.y;
    const last = stacks.at(-1);
    if (last && wanted <= left) last.push(branch);
    else {
      stacks.push([branch]);
      left = tallest + gap.y;
    }
    left -= wanted;
  }
  return stacks;
}

function place(branch: Branch, widths: Widths, at: { x: number; y: number }, line: Line | null): Placed[] {
  const { item, columns, middle } = branch;
  const { width, height } = sizeOf(item, widths);
  const own = { x: at.x, y: at.y + middle - height / 2 };
  const trunk = own.x + width + gap.x / 2;
  const below = columns.flatMap(({ x, branches }, index) =>
    branches.flatMap((each) => {
      const rail = index === 0 ? null : { y: at.y + railHeight / 2, trunk, gutter: at.x + x - gap.x / 2 };
      return place(each.branch, widths, { x: at.x + x, y: at.y + each.y }, { from: item.id, rail });
    }),
  );
  return [
    { item, ...own, width, height, from: line?.from ?? null, rail: line?.rail ?? null, framed: false },
    ...membersOf(item, widths, own),
    ...below,
  ];
}

function membersOf(group: GraphItem, widths: Widths, { x, y }: { x: number; y: number }): Placed[] {
  if (!isFrame(group)) return [];
  const rows = Math.ceil(group.children.length / columnsOf(group.children.length));
  return group.children.map((item, index) => {
    const card = cardOf(item, widths);
    return {
      item,
      x: x + inset + Math.floor(index / rows) * (card.width + inset),
      y: y + headHeight + (index % rows) * (cardHeight + gap.y),
      ...card,
      from: null,
      rail: null,
      framed: true,
    };
  });
}

const steps: Record<string, (from: Placed, to: Placed) => number | null> = {
  ArrowRight: (from, to) => (to.x > from.x ? distance(from, to, 'x') : null),
  ArrowLeft: (from, to) => (to.x < from.x ? distance(from, to, 'x') : null),
  ArrowDown: (from, to) => (to.y > from.y && near(from, to) ? distance(from, to, 'y') : null),
  ArrowUp: (from, to) => (to.y < from.y && near(from, to) ? distance(from, to, 'y') : null),
};

/** Whether one is above or below the other. */
const near = (from: Placed, to: Placed): boolean => from.x < to.x + to.width && to.x < from.x + from.width;

/** Straight ahead counts less than to the side. */
const distance = (from: Placed, to: Placed, axis: 'x' | 'y'): number => {
  const [dx, dy] = [Math.abs(from.x - to.x), Math.abs(from.y - to.y)];
  return axis === 'x' ? dx * 2 + dy : dy * 2 + dx;
};

/**
 * Where an arrow key leads from an item: to its parent, to the nearest below it, and else to what lies in that
 * direction; at the end of a column to the next one. Null when there is nothing, or it is no arrow.
 */
export function neighbourOf(placed: readonly Placed[], from: Placed, key: string): Placed | null {
  const reach = steps[key];
  if (!reach) return null;
  const parent = placed.find(({ item }) => item.id === from.from);
  if (key === 'ArrowLeft' && parent) return parent;
  const below = placed.filter((each) => each.from === from.item.id);
  const candidates = key === 'ArrowRight' && below.length > 0 ? below : placed;
  let best: { to: Placed; far: number } | null = null;
  for (const to of candidates) {
    const far = to === from ? null : reach(from, to);
    if (far !== null && (!best || far < best.far)) best = { to, far };
  }
  return best?.to ?? siblingOf(placed, from, key);
}

function siblingOf(placed: readonly Placed[], from: Placed, key: string): Placed | null {
  if (from.from === null || (key !== 'ArrowDown' && key !== 'ArrowUp')) return null;
  const siblings = placed.filter((each) => each.from === from.from);
  return siblings[siblings.indexOf(from) + (key === 'ArrowDown' ? 1 : -1)] ?? null;
}
