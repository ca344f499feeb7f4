import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Participant } from '../../preload/contract/projects';
import { foldTree, type GraphItem, groupsAround } from './graph-fold';
import { layOut, neighbourOf, type Placed, scaleIn } from './graph-layout';
import { emptyConnectTo, newParticipant } from './participant-edit';
import { countBelow, makeTree, type TreeNode } from './participant-tree';
import { emptyModel } from './test-model';

const make = (
  type: 'server' | 'client' | 'relay' | 'admin',
  name: string,
  more: object = {},
): Participant => ({
  ...newParticipant(emptyModel, type),
  key: name,
  name,
  org: 'north',
  ...more,
});
const via = (name: string) => ({ connectTo: { ...emptyConnectTo, name } });

const names = (nodes: TreeNode[]): unknown[] =>
  nodes.map(({ participant, children }) =>
    children.length === 0 ? participant.name : [participant.name, ...names(children)],
  );

describe('who connects to whom', () => {
  it('is a tree below the server', () => {
    const tree = makeTree([
      make('server', 'fl'),
      make('relay', 'r1', via('fl')),
      make('relay', 'r2', via('r1')),
      make('client', 'a', via('r2')),
      make('client', 'b', { parent: 'a' }),
      make('client', 'c'),
      make('admin', 'me@example.org', via('r1')),
    ]);
    expect(names(tree)).toEqual([['fl', ['r1', ['r2', ['a', 'b']]], 'c', 'me@example.org']]);
    expect(tree.map(countBelow)).toEqual([6]);
  });

  it('marks those who name nobody and those in a circle', () => {
    const [root] = makeTree([
      make('server', 'fl'),
      make('client', 'a', { parent: 'b' }),
      make('client', 'b', { parent: 'a' }),
      make('client', 'c', { parent: 'gone' }),
    ]);
    expect(root?.children.map((node) => [node.participant.name, node.lost])).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
    ]);
  });

  it('has everyone exactly once, whatever they say', () => {
    const pool = ['fl', 'a', 'b', 'c', 'gone'];
    const any = fc
      .tuple(
        fc.constantFrom('server', 'client', 'relay', 'admin'),
        fc.constantFrom(...pool),
        fc.constantFrom(...pool),
      )
      .map(([type, name, to]) =>
        make(type as 'client', name, type === 'client' ? { parent: to } : type === 'server' ? {} : via(to)),
      );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (participants) => {
        const tree = makeTree(participants);
        expect(tree.reduce((sum, node) => sum + 1 + countBelow(node), 0)).toBe(participants.length);
      }),
    );
  });
});

const sites = (count: number, orgs: number): Participant[] => [
  make('server', 'fl'),
  ...Array.from({ length: count }, (_, index) =>
    make('client', `site-${index}`, { org: `org_${index % orgs}` }),
  ),
];

/** Of the graph in a window of usual size. */
const room = { width: 980, height: 420 };

const fold = (tree: TreeNode[], open: ReadonlySet<string> = new Set()): GraphItem[] =>
  foldTree(tree, open, (items) => scaleIn(items, room) >= 0.65);

const shown = (items: GraphItem[]): number => items.reduce((sum, item) => sum + 1 + shown(item.children), 0);

describe('a thousand sites', () => {
  it.each([
    [1000, 1],
    [1000, 10],
    [1000, 300],
  ])('%i of %i organisations fit on a page', (count, orgs) => {
    const items = fold(makeTree(sites(count, orgs)));
    expect(shown(items)).toBeLessThan(30);
  });

  it('are one card below each relay when they are of many organisations', () => {
    const behind = sites(100, 8)
      .slice(1)
      .map((site) => ({ ...site, ...via('r1') }));
    const items = fold(
      makeTree([make('server', 'fl'), make('relay', 'r1', via('fl')), ...behind]),
      new Set(),
    );
    expect(shown(items)).toBe(3);
    const group = items[0]?.children[0]?.children[0];
    expect(group).toMatchObject({ label: '100 sites of 8 organisations', open: false });
  });

  it('are unfolded down to the one that is looked for', () => {
    const tree = makeTree(sites(1000, 300));
    const open = new Set(groupsAround(tree, 'site-777'));
    const placed = layOut(fold(tree, open), room);
    expect(placed.some(({ item }) => item.id === 'site-777')).toBe(true);
  });

  it('do not lie on each other', () => {
    const tree = makeTree(sites(1000, 10));
    const open = new Set(groupsAround(tree, 'site-7'));
    expectApart(layOut(fold(tree, open), room));
  });
});

/** `perRelay` sites below each of so many relays. */
const relays = (count: number, perRelay: number): Participant[] => [
  make('server', 'fl'),
  ...Array.from({ length: count }, (_, index) => make('relay', `r${index}`, via('fl'))),
  ...sites(count * perRelay, 5)
    .slice(1)
    .map((site, index) => ({ ...site, ...via(`r${index % count}`) })),
];

describe('relays', () => {
  it.each([
    [5, 8],
    [30, 1],
    [30, 4],
    [30, 33],
  ])('%i with %i sites each can be read without moving the picture', (count, perRelay) => {
    const placed = layOut(fold(makeTree(relays(count, perRelay))), room);
    expectApart(placed);
    const right = Math.max(...placed.map(({ x, width }) => x + width));
    const bottom = Math.max(...placed.map(({ y, height }) => y + height));
    expect(Math.min(room.width / right, room.height / bottom)).toBeGreaterThan(0.65);
  });

  it('keep what is below them beside them, and lines to further columns cross no card', () => {
    const placed = layOut(fold(makeTree(relays(30, 33))), room);
    const railed = placed.filter(({ rail }) => rail !== null);
    expect(railed.length).toBeGreaterThan(0);
    for (const { x, y, height, rail, item } of railed) {
      const [child] = placed.filter(({ from }) => from === item.id);
      expect(child && child.y + child.height / 2).toBe(y + height / 2);
      const { gutter = 0, trunk = 0, y: railY = 0 } = rail ?? {};
      const middle = y + height / 2;
      const lines = [
        { left: trunk, right: gutter, top: railY, bottom: railY },
        { left: gutter, right: gutter, top: railY, bottom: middle },
        { left: gutter, right: x, top: middle, bottom: middle },
      ];
      for (const card of placed)
        for (const line of lines)
          expect(
            line.right <= card.x ||
              line.left >= card.x + card.width ||
              line.bottom <= card.y ||
              line.top >= card.y + card.height,
          ).toBe(true);
    }
  });

  it('fold no further because something was opened', () => {
    const tree = makeTree(relays(30, 4));
    const open = new Set(groupsAround(tree, 'site-7'));
    expect(shown(fold(tree, open)) - shown(fold(tree))).toBeLessThanOrEqual(4);
  });

  it('are walked from one column to the next', () => {
    const placed = layOut(fold(makeTree(relays(30, 33))), room);
    let at = placed.find(({ item }) => item.id === 'r0') ?? null;
    const walked: string[] = [];
    while (at) {
      walked.push(at.item.id);
      at = neighbourOf(placed, at, 'ArrowDown');
    }
    expect(walked).toEqual(Array.from({ length: 30 }, (_, index) => `r${index}`));
  });
});

/** Cards and frames, but for frames and what is in them. */
function expectApart(placed: Placed[]): void {
  const cards = placed.filter(({ item }) => item.kind === 'participant' || !item.open);
  for (const a of cards)
    for (const b of cards) {
      if (a === b) continue;
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(apart).toBe(true);
    }
}

it('arrows lead to the neighbour in their direction', () => {
  const placed = layOut(fold(makeTree(sites(3, 1))), room);
  const at = (id: string) => placed.find(({ item }) => item.id === id);
  const step = (from: string, key: string) => {
    const start = at(from);
    return start && neighbourOf(placed, start, key)?.item.id;
  };
  expect(step('fl', 'ArrowRight')).toBe('site-1');
  expect(step('site-1', 'ArrowDown')).toBe('site-2');
  expect(step('site-1', 'ArrowUp')).toBe('site-0');
  expect(step('site-2', 'ArrowLeft')).toBe('fl');
  expect(step('fl', 'ArrowLeft')).toBeUndefined();
});
