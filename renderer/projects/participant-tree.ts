import type { Participant } from '../../preload/contract/projects';

/** A participant and those that connect through it. */
export interface TreeNode {
  participant: Participant;
  children: TreeNode[];
  /** It names a participant that is not there, or itself further up, and is shown below the server instead. */
  lost: boolean;
}

/** The name through which a participant connects; null where it connects to the server itself. */
export function upstreamName(participant: Participant): string | null {
  if (participant.type === 'client' && participant.parent) return participant.parent;
  if (participant.type === 'client' || participant.type === 'relay')
    return participant.connectTo?.name ?? null;
  return null;
}

/**
 * Who connects to whom: the server's tree first. More roots are there only when the project has no server, or
 * more than one. Each participant is in it exactly once, whatever the file says.
 */
export function makeTree(participants: readonly Participant[]): TreeNode[] {
  const nodes = participants.map((participant): TreeNode => ({ participant, children: [], lost: false }));
  const servers = nodes.filter(({ participant }) => participant.type === 'server');
  const [server] = servers;
  const above = new Map(
    nodes
      .filter(({ participant: { type } }) => type === 'relay' || type === 'client')
      .map((node) => [node.participant.name, node] as const),
  );
  const parentOf = (node: TreeNode): TreeNode | null => {
    const name = upstreamName(node.participant);
    if (name === null || name === server?.participant.name) return null;
    return above.get(name) ?? null;
  };
  const roots: TreeNode[] = [...servers];
  for (const node of nodes) {
    if (node.participant.type === 'server') continue;
    const name = upstreamName(node.participant);
    const parent = parentOf(node);
    const circle = parent !== null && isAbove(node, parent, parentOf);
    node.lost = circle || (name !== null && parent === null && name !== server?.participant.name);
    const to = circle || parent === null ? (server ?? null) : parent;
    if (to) to.children.push(node);
    else roots.push(node);
  }
  return roots;
}

/** Whether going up from `from` comes to `node`, or never to an end. */
function isAbove(node: TreeNode, from: TreeNode, parentOf: (node: TreeNode) => TreeNode | null): boolean {
  const seen = new Set<TreeNode>();
  for (let at: TreeNode | null = from; at !== null; at = parentOf(at)) {
    if (at === node || seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}

/** How many participants are below a node. */
export const countBelow = (node: TreeNode): number =>
  node.children.reduce((sum, child) => sum + 1 + countBelow(child), 0);
