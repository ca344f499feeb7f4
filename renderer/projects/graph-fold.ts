import type { ParticipantType } from '../../preload/contract/projects';
import type { TreeNode } from './participant-tree';
import { count, typeWords } from './project-words';

/** What the graph shows at one place: a participant, or many that are alike and folded together. */
export type GraphItem =
  | { kind: 'participant'; id: string; node: TreeNode; children: GraphItem[] }
  | {
      kind: 'group';
      id: string;
      label: string;
      /** All participants in it, those in groups of it included. */
      members: TreeNode[];
      open: boolean;
      /** Groups, or the members themselves; empty while it is folded. */
      children: GraphItem[];
    };

/**
 * From which numbers on things are folded. `single`: up to so many children without children of their own stand each
 * for themselves. `groups`: up to so many organisations have a group each.
 */
interface Limits {
  single: number;
  groups: number;
}

/** Below the server; and below all others from the loosest to the tightest. */
const first: Limits = { single: 12, groups: 12 };
const tightest: Limits = { single: 1, groups: 1 };
const further = [{ single: 12, groups: 3 }, { single: 4, groups: 2 }, tightest];

const plural: Record<ParticipantType, string> = {
  server: 'servers',
  relay: 'relays',
  client: 'sites',
  admin: 'admins',
  other: 'others',
};

/**
 * Folds a tree for reading: children that are many are grouped by type and organisation, and no more than is needed
 * for all to be read at once, as `isLegible` says.
 */
export function foldTree(
  nodes: readonly TreeNode[],
  open: ReadonlySet<string>,
  isLegible: (items: GraphItem[]) => boolean,
): GraphItem[] {
  // What somebody opens must not fold anything else, so that it does not count.
  const limits = further.find((each) => isLegible(fold(nodes, none, each))) ?? tightest;
  return fold(nodes, open, limits);
}

const none: ReadonlySet<string> = new Set();

const fold = (nodes: readonly TreeNode[], open: ReadonlySet<string>, limits: Limits): GraphItem[] =>
  nodes.map((node) => toItem(node, { open, here: first, below: limits }));

interface Folding {
  open: ReadonlySet<string>;
  here: Limits;
  below: Limits;
}

function toItem(node: TreeNode, folding: Folding): GraphItem {
  const { key } = node.participant;
  const leaves = node.children.filter((child) => child.children.length === 0);
  const others = node.children.filter((child) => child.children.length > 0);
  const below = (nodes: TreeNode[]) =>
    nodes.map((child) => toItem(child, { ...folding, here: folding.below }));
  const folded = leaves.length > folding.here.single ? foldLeaves(key, leaves, folding) : below(leaves);
  return { kind: 'participant', id: key, node, children: [...below(others), ...folded] };
}

function foldLeaves(parent: string, leaves: TreeNode[], { open, here }: Folding): GraphItem[] {
  return [...groupBy(leaves, ({ participant }) => participant.type)].flatMap(([type, ofType]) => {
    const id = `group ${parent} ${type}`;
    const byOrg = [...groupBy(ofType, ({ participant }) => participant.org)];
    const groups = (): GraphItem[] =>
      byOrg.map(([org, members]) => orgGroup(id, { type, org, members }, open));
    if (byOrg.length <= here.groups) return groups();
    const label = `${countOf(type, ofType.length)} of ${count(byOrg.length, 'organisation')}`;
    const isOpen = open.has(id);
    return [
      { kind: 'group', id, label, members: ofType, open: isOpen, children: isOpen ? groups() : [] },
    ] satisfies GraphItem[];
  });
}

function orgGroup(
  parent: string,
  { type, org, members }: { type: ParticipantType; org: string; members: TreeNode[] },
  open: ReadonlySet<string>,
): GraphItem {
  const [only] = members;
  if (members.length === 1 && only) return toMember(only);
  const id = `${parent} ${org}`;
  const label = `${countOf(type, members.length)} of ${org || 'no organisation'}`;
  const isOpen = open.has(id);
  return { kind: 'group', id, label, members, open: isOpen, children: isOpen ? members.map(toMember) : [] };
}

/** Members of groups have nothing below them. */
const toMember = (node: TreeNode): GraphItem => ({
  kind: 'participant',
  id: node.participant.key,
  node,
  children: [],
});

const countOf = (type: ParticipantType, number: number): string =>
  count(number, typeWords[type].label.toLowerCase(), plural[type]);

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const list = groups.get(keyOf(item));
    if (list) list.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** The groups that have to be open for a participant to be seen, however tightly all is folded. */
export function groupsAround(nodes: readonly TreeNode[], key: string): string[] {
  const open = new Set<string>();
  // A group that is opened may hold another one; the depth of groups is two.
  for (let round = 0; round < 2; round += 1)
    for (const id of groupsWith(fold(nodes, open, tightest), key)) open.add(id);
  return [...open];
}

const groupsWith = (items: readonly GraphItem[], key: string): string[] =>
  items.flatMap((item) => {
    const inner = groupsWith(item.children, key);
    const holds = item.kind === 'group' && item.members.some(({ participant }) => participant.key === key);
    return holds ? [item.id, ...inner] : inner;
  });
