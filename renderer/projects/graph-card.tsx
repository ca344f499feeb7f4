import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { MouseEvent } from 'react';
import { cn } from '../ui/cn';
import { StatusIcon } from '../ui/status';
import type { GraphItem } from './graph-fold';
import { typeIcons } from './participant-icon';
import { describeParticipant } from './participant-words';
import { count, typeWords } from './project-words';

/** How many problems lie in an item. */
export interface ItemProblems {
  errors: number;
  warnings: number;
}

export interface CardData extends Record<string, unknown>, ItemProblems {
  item: GraphItem;
  active: boolean;
  selected: boolean;
  /** The keys are on it. */
  current: boolean;
  dim: boolean;
  onPick: (item: GraphItem, event: MouseEvent) => void;
}

export type CardNode = Node<CardData, 'card' | 'frame'>;

/** An item in words, for those who do not see the picture. */
export function describeItem(item: GraphItem, problems: ItemProblems): string {
  const troubles = [
    problems.errors > 0 && count(problems.errors, 'problem'),
    problems.warnings > 0 && count(problems.warnings, 'warning'),
  ];
  if (item.kind === 'group')
    return [item.label, item.open ? 'open' : 'folded', ...troubles].filter(Boolean).join(', ');
  const { participant, lost, children } = item.node;
  return [
    participant.name || 'Unnamed participant',
    typeWords[participant.type].label,
    participant.org,
    describeParticipant(participant),
    lost && 'names a parent that it cannot reach',
    children.length > 0 && `${children.length} below it`,
    ...troubles,
  ]
    .filter(Boolean)
    .join(', ');
}

/** A participant, or a folded group of them. */
export function GraphCard({ data }: NodeProps<CardNode>) {
  const { item, active, selected, current, dim, errors, warnings, onPick } = data;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="opacity-0" />
      <button
        type="button"
        tabIndex={-1}
        id={`graph-${item.id}`}
        aria-pressed={item.kind === 'participant' ? active : undefined}
        aria-expanded={item.kind === 'group' ? item.open : undefined}
        aria-label={describeItem(item, data)}
        onClick={(event) => onPick(item, event)}
        className={cn(
          'nodrag nopan flex h-9 w-full items-center gap-2 rounded border border-line bg-surface px-2.5 text-left text-sm hover:border-line-strong',
          item.kind === 'group' && 'bg-sunken',
          selected && 'bg-accent-soft',
          active && 'border-accent bg-accent-soft',
          current && 'outline-2 outline-offset-1 outline-accent outline-solid',
          dim && 'opacity-40',
        )}
      >
        <CardIcon item={item} />
        <span className={cn('min-w-0 flex-1 truncate', item.kind === 'participant' && 'font-medium')}>
          {item.kind === 'group' ? item.label : item.node.participant.name || 'no name'}
        </span>
        <Trouble item={item} errors={errors} warnings={warnings} />
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className="opacity-0" />
    </>
  );
}

/** An open group: a frame with its name above its members. */
export function GraphFrame({ data, width, height }: NodeProps<CardNode>) {
  const { item, current, onPick } = data;
  return (
    <div style={{ width, height }} className="rounded border border-line bg-sunken">
      <Handle
        type="target"
        position={Position.Left}
        isConnectable={false}
        className="opacity-0"
        style={{ top: 18 }}
      />
      <button
        type="button"
        tabIndex={-1}
        id={`graph-${item.id}`}
        aria-expanded
        aria-label={describeItem(item, data)}
        onClick={(event) => onPick(item, event)}
        className={cn(
          'nodrag nopan flex h-9 w-full items-center gap-2 rounded px-2.5 text-left text-sm hover:bg-hover',
          current && 'outline-2 -outline-offset-2 outline-accent outline-solid',
        )}
      >
        <CardIcon item={item} />
        <span className="min-w-0 truncate font-medium">{item.kind === 'group' ? item.label : ''}</span>
      </button>
    </div>
  );
}

function CardIcon({ item }: { item: GraphItem }) {
  const Icon =
    item.kind === 'participant'
      ? typeIcons[item.node.participant.type]
      : item.open
        ? ChevronDown
        : ChevronRight;
  return <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />;
}

function Trouble({ item, errors, warnings }: ItemProblems & { item: GraphItem }) {
  const lost = item.kind === 'participant' && item.node.lost;
  if (errors > 0 || lost)
    return (
      <span className="tabular flex items-center gap-1 text-failed">
        <StatusIcon state="failed" className="size-3.5" />
        {item.kind === 'group' ? errors : null}
      </span>
    );
  return warnings > 0 ? <StatusIcon state="attention" className="size-3.5" /> : null;
}
