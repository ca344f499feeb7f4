import { useMemo, useState } from 'react';
import { cn } from '../ui/cn';
import { StatusIcon } from '../ui/status';
import { useEditor } from './editor-context';
import { typeIcons } from './participant-icon';
import { countBelow, type TreeNode } from './participant-tree';
import { typeWords } from './project-words';

interface GraphOutlineProps {
  tree: TreeNode[];
  /** Keys of those that are looked for; null shows all. */
  matches: string[] | null;
}

/** Who connects to whom as a nested list: everything that the picture shows, in words. */
export function GraphOutline({ tree, matches }: GraphOutlineProps) {
  const { problems } = useEditor();
  const troubled = useMemo(
    () => new Set(problems.filter((p) => p.problem.severity === 'error').map((p) => p.key)),
    [problems],
  );
  const shown = useMemo(() => (matches ? keepMatches(tree, new Set(matches)) : tree), [tree, matches]);
  return (
    <section
      aria-label="Outline of connections"
      className="min-h-0 flex-1 overflow-y-auto rounded border border-line bg-surface p-3 text-sm"
    >
      <Level nodes={shown} troubled={troubled} />
      {shown.length === 0 ? <p className="text-muted">No participant matches.</p> : null}
    </section>
  );
}

/** Those that match, and those above them. */
const keepMatches = (nodes: TreeNode[], keys: ReadonlySet<string>): TreeNode[] =>
  nodes.flatMap((node) => {
    const children = keepMatches(node.children, keys);
    return children.length > 0 || keys.has(node.participant.key) ? [{ ...node, children }] : [];
  });

interface LevelProps {
  nodes: TreeNode[];
  troubled: ReadonlySet<string | null>;
}

function Level({ nodes, troubled }: LevelProps) {
  return (
    <ul className="flex flex-col">
      {nodes.map((node) => (
        <Entry key={node.participant.key} node={node} troubled={troubled} />
      ))}
    </ul>
  );
}

function Entry({ node, troubled }: { node: TreeNode; troubled: LevelProps['troubled'] }) {
  const [open, setOpen] = useState(true);
  return (
    <li>
      <div className="flex items-center gap-1">
        <EntryButton node={node} troubled={troubled.has(node.participant.key)} />
        {node.children.length > 0 ? (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="rounded-sm px-1.5 text-muted hover:bg-hover hover:text-ink"
          >
            {open ? 'Fold' : 'Show'} {countBelow(node)} below
          </button>
        ) : null}
      </div>
      {open && node.children.length > 0 ? (
        <div className="ml-4 border-l border-line pl-2">
          <Level nodes={node.children} troubled={troubled} />
        </div>
      ) : null}
    </li>
  );
}

function EntryButton({ node, troubled }: { node: TreeNode; troubled: boolean }) {
  const { activeKey, select } = useEditor();
  const { participant, lost } = node;
  const Icon = typeIcons[participant.type];
  return (
    <button
      type="button"
      aria-pressed={participant.key === activeKey}
      onClick={() => select(participant.key)}
      className={cn(
        'flex min-h-6 min-w-0 items-center gap-2 rounded-sm px-1.5 hover:bg-hover',
        participant.key === activeKey && 'bg-accent-soft',
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="truncate font-medium">{participant.name || 'no name'}</span>
      <span className="truncate text-muted">
        {typeWords[participant.type].label}
        {participant.org ? `, ${participant.org}` : ''}
      </span>
      {troubled || lost ? (
        <span className="flex items-center gap-1 text-failed">
          <StatusIcon state="failed" className="size-3.5" />
          {lost ? 'its parent cannot be reached' : 'has problems'}
        </span>
      ) : null}
    </button>
  );
}
