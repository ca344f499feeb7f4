import { useMemo, useState } from 'react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { SearchField } from '../ui/search-field';
import { useEditor } from './editor-context';
import { GraphCanvas } from './graph-canvas';
import type { ItemProblems } from './graph-card';
import { type GraphItem, groupsAround } from './graph-fold';
import { GraphOutline } from './graph-outline';
import { makeTree, type TreeNode } from './participant-tree';
import { count } from './project-words';

/** Who connects to whom, as a picture or as an outline; the selection is that of the table. */
export function GraphTab() {
  const { model, activeKey, selected, select } = useEditor();
  const [outline, setOutline] = useState(false);
  const [filter, setFilter] = useState('');
  const tree = useMemo(() => makeTree(model.participants), [model.participants]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAround(tree, activeKey));
  const problemsOf = useItemProblems();
  const matches = useMemo(() => findMatches(model.participants, filter), [model.participants, filter]);
  const toggle = (id: string) =>
    setOpen((now) => new Set(now.has(id) ? [...now].filter((each) => each !== id) : [...now, id]));
  const reveal = (key: string) => {
    setOpen((now) => new Set([...now, ...groupsAround(tree, key)]));
    select(key);
  };
  if (model.participants.length === 0)
    return (
      <EmptyState title="No participants yet">
        The server, relays, sites and admins show up here as soon as the project has them.
      </EmptyState>
    );
  return (
    <div className="flex min-h-80 flex-1 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          value={filter}
          onChange={setFilter}
          placeholder="Find a participant"
          aria-label="Find a participant"
          onKeyDown={(event) => {
            if (event.key === 'Enter') revealNext(matches, activeKey, reveal);
          }}
        />
        <Button size="sm" aria-pressed={outline} onClick={() => setOutline(!outline)}>
          {outline ? 'Show the graph' : 'Show as outline'}
        </Button>
        {open.size > 0 && !outline ? (
          <Button size="sm" variant="ghost" onClick={() => setOpen(new Set())}>
            Fold all
          </Button>
        ) : null}
        <span role="status" className="tabular ml-auto text-sm text-muted">
          {filter.trim() === '' ? '' : `${count(matches.length, 'match', 'matches')}. `}
          {selected.size > 0 ? `${selected.size} selected. ` : ''}
          {count(model.participants.length, 'participant')}
        </span>
      </div>
      {outline ? (
        <GraphOutline tree={tree} matches={filter.trim() === '' ? null : matches} />
      ) : (
        <GraphCanvas
          tree={tree}
          open={open}
          problemsOf={problemsOf}
          matches={filter.trim() === '' ? null : matches}
          onToggle={toggle}
        />
      )}
    </div>
  );
}

const openAround = (tree: readonly TreeNode[], key: string | null): ReadonlySet<string> =>
  new Set(key === null ? [] : groupsAround(tree, key));

function findMatches(participants: readonly { key: string; name: string; org: string }[], filter: string) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return participants
    .filter(({ name, org }) => words.every((word) => `${name} ${org}`.toLowerCase().includes(word)))
    .map(({ key }) => key);
}

/** The first match, or the one behind the match that is open. */
function revealNext(matches: string[], activeKey: string | null, reveal: (key: string) => void): void {
  const at = activeKey === null ? -1 : matches.indexOf(activeKey);
  const next = matches[(at + 1) % matches.length];
  if (next !== undefined) reveal(next);
}

/** The problems of a participant, or of all in a group. */
function useItemProblems(): (item: GraphItem) => ItemProblems {
  const { problems } = useEditor();
  return useMemo(() => {
    const byKey = new Map<string, ItemProblems>();
    for (const { key, problem } of problems) {
      if (key === null) continue;
      const { errors, warnings } = byKey.get(key) ?? { errors: 0, warnings: 0 };
      const isError = problem.severity === 'error';
      byKey.set(key, { errors: errors + Number(isError), warnings: warnings + Number(!isError) });
    }
    const of = ({ participant }: TreeNode) => byKey.get(participant.key) ?? { errors: 0, warnings: 0 };
    return (item) => {
      const nodes = item.kind === 'group' ? item.members : [item.node];
      return nodes.reduce(
        (sum, node) => ({
          errors: sum.errors + of(node).errors,
          warnings: sum.warnings + of(node).warnings,
        }),
        { errors: 0, warnings: 0 },
      );
    };
  }, [problems]);
}
