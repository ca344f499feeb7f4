import '@xyflow/react/dist/base.css';
import {
  Background,
  Controls,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useEditor } from './editor-context';
import { type CardNode, describeItem, GraphCard, GraphFrame, type ItemProblems } from './graph-card';
import { foldTree, type GraphItem } from './graph-fold';
import { cardHeight, layOut, neighbourOf, type Placed, type Room, scaleIn } from './graph-layout';
import { GraphLine, type LineEdge } from './graph-line';
import type { TreeNode } from './participant-tree';

const nodeTypes = { card: GraphCard, frame: GraphFrame };
const edgeTypes = { line: GraphLine };
/** Around the whole picture, in pixels. */
const margin = 16;
const zoom = { least: 0.05, legible: 0.65, most: 1.5 };

interface GraphCanvasProps {
  tree: TreeNode[];
  /** Ids of the groups that are not folded. */
  open: ReadonlySet<string>;
  problemsOf: (item: GraphItem) => ItemProblems;
  /** Keys of those that are looked for; null when nothing is. */
  matches: string[] | null;
  onToggle: (id: string) => void;
}

/** The picture: moved by dragging, zoomed by wheel, walked with the arrow keys. */
export function GraphCanvas(props: GraphCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ tree, open, problemsOf, matches, onToggle }: GraphCanvasProps) {
  const { activeKey, selected, select, selectMany } = useEditor();
  const [frame, room] = useRoom();
  const placed = useMemo(() => (room ? arrange(tree, open, room) : []), [tree, open, room]);
  const [currentId, setCurrentId] = useState<string | null>(null);
  // Only keys lead the picture; a card that moved away under a click would not be clicked.
  const [walking, setWalking] = useState(false);
  const pressed = useRef(false);
  const current = placed.find(({ item }) => item.id === currentId) ?? placed.find(isRoot);
  const pick = (item: GraphItem, event?: MouseEvent) => {
    setCurrentId(item.id);
    if (item.kind === 'group') onToggle(item.id);
    else if (event?.ctrlKey || event?.metaKey) selectMany(toggled(selected, item.id));
    else select(item.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    setWalking(true);
    const next = neighbourOf(placed, current, event.key);
    if (next) setCurrentId(next.item.id);
    else if (event.key === 'Enter') pick(current.item);
    else if (event.key === ' ' && current.item.kind === 'participant')
      selectMany(toggled(selected, current.item.id));
    else if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const nodes = placed.map((place): CardNode => ({
    id: place.item.id,
    type: place.height > cardHeight ? 'frame' : 'card',
    position: { x: place.x, y: place.y },
    width: place.width,
    height: place.height,
    // The library takes them from nodes that can be neither dragged nor selected by its own means.
    style: { pointerEvents: 'all' },
    data: {
      item: place.item,
      ...problemsOf(place.item),
      active: place.item.id === activeKey,
      selected: selected.has(place.item.id),
      current: walking && place === current,
      dim: matches !== null && !holdsOne(place.item, matches),
      onPick: pick,
    },
  }));
  const edges = useEdges(placed);
  return (
    <div
      ref={frame}
      role="group"
      aria-label="Graph of connections"
      aria-describedby="graph-keys"
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => setWalking(!pressed.current)}
      onBlur={() => setWalking(false)}
      onPointerDown={() => {
        pressed.current = true;
        setWalking(false);
      }}
      onPointerUp={() => (pressed.current = false)}
      className="relative min-h-72 flex-1 overflow-hidden rounded border border-line bg-canvas"
    >
      {room ? (
        // Another room has another picture, which is to be seen whole again.
        <Picture key={`${room.width} ${room.height}`} nodes={nodes} edges={edges}>
          <Follow placed={placed} current={walking ? (current ?? null) : null} activeKey={activeKey} />
        </Picture>
      ) : null}
      <p role="status" className="sr-only">
        {walking && current ? describeItem(current.item, problemsOf(current.item)) : ''}
      </p>
    </div>
  );
}

const arrange = (tree: TreeNode[], open: ReadonlySet<string>, room: Room): Placed[] =>
  layOut(
    foldTree(tree, open, (items) => scaleIn(items, room) >= zoom.legible),
    room,
  );

/**
 * The room there is for the picture: as the page opens, and whenever the window changes. Not as the inspector opens:
 * everything would move away under the click that opened it.
 */
function useRoom() {
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room | null>(null);
  useLayoutEffect(() => {
    const measure = () => {
      if (!frame.current) return;
      const { clientWidth, clientHeight } = frame.current;
      setRoom({ width: clientWidth - 2 * margin, height: clientHeight - 2 * margin });
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return [frame, room] as const;
}

interface PictureProps {
  nodes: CardNode[];
  edges: LineEdge[];
  children: ReactNode;
}

/** The library's canvas. Keys are ours: its own would make a stop for Tab of each of a thousand nodes. */
function Picture({ nodes, edges, children }: PictureProps) {
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onlyRenderVisibleElements
      fitView
      // What cannot be read is no picture: the rest is a drag away, and a click on "fit" shows it all.
      fitViewOptions={{ minZoom: zoom.legible, maxZoom: 1, padding: `${margin}px` }}
      minZoom={zoom.least}
      maxZoom={zoom.most}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      zoomOnDoubleClick={false}
      proOptions={{ hideAttribution: true }}
    >
      <Background gap={24} className="[--xy-background-pattern-color:var(--line)]" />
      <Controls
        showInteractive={false}
        className="flex flex-col overflow-hidden rounded border border-line bg-surface [&_button]:grid [&_button]:size-7 [&_button]:place-items-center [&_button]:text-muted [&_button:hover]:bg-hover [&_svg]:size-3 [&_svg]:fill-current"
      />
      <Panel position="bottom-right">
        <p id="graph-keys" className="rounded bg-surface/80 px-1.5 text-xs text-muted">
          Arrow keys move, Enter opens, Space selects
        </p>
      </Panel>
      {children}
    </ReactFlow>
  );
}

const isRoot = ({ from, framed }: Placed): boolean => from === null && !framed;

const toggled = (selected: ReadonlySet<string>, key: string): ReadonlySet<string> =>
  new Set(selected.has(key) ? [...selected].filter((each) => each !== key) : [...selected, key]);

const holdsOne = (item: GraphItem, keys: string[]): boolean =>
  item.kind === 'participant'
    ? keys.includes(item.id)
    : item.members.some(({ participant }) => keys.includes(participant.key));

function useEdges(placed: readonly Placed[]): LineEdge[] {
  return useMemo(
    () =>
      placed.flatMap(({ item, from, rail }) =>
        from === null
          ? []
          : [
              {
                id: `${from} > ${item.id}`,
                source: from,
                target: item.id,
                type: 'line',
                data: { rail },
                style: {
                  stroke: 'var(--line-strong)',
                  strokeDasharray: item.kind === 'participant' && item.node.lost ? '4 4' : undefined,
                },
              },
            ],
      ),
    [placed],
  );
}

interface FollowProps {
  placed: readonly Placed[];
  current: Placed | null;
  activeKey: string | null;
}

/** Brings into view what the keys are on, and what was opened elsewhere: in the table, or by looking for it. */
function Follow({ placed, current, activeKey }: FollowProps) {
  const flow = useReactFlow();
  // The inspector takes room away from the picture as it opens.
  const room = useStore((state) => state.width);
  const active = placed.find(({ item }) => item.id === activeKey) ?? null;
  const target = current ?? active;
  const id = target?.item.id;
  const { x = 0, y = 0, width = 0 } = target ?? {};
  useEffect(() => {
    if (id === undefined) return;
    const [a, b] = [
      flow.flowToScreenPosition({ x, y }),
      flow.flowToScreenPosition({ x: x + width, y: y + cardHeight }),
    ];
    const frame = document.querySelector('.react-flow')?.getBoundingClientRect();
    const inside =
      frame && a.x >= frame.left && a.y >= frame.top && b.x <= frame.right && b.y <= frame.bottom;
    if (!inside || flow.getZoom() < 0.5)
      void flow.setCenter(x + width / 2, y + cardHeight / 2, { zoom: Math.max(flow.getZoom(), 0.8) });
  }, [flow, id, x, y, width, room]);
  return null;
}
