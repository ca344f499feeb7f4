import type { KeyboardEvent, PointerEvent } from 'react';
import { cn } from '../ui/cn';
import { dividerStep as step, leastPart, type SplitDirection } from './layout';

interface DividerProps {
  direction: SplitDirection;
  /** How much of the room of both neighbours the one before it has, between 0 and 1. */
  part: number;
  onMove: (part: number) => void;
}

/** Between two panes: dragged, or moved by the arrow keys while it has the focus. Enter makes both alike. */
export function Divider({ direction, part, onMove }: DividerProps) {
  const beside = direction === 'row';
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = beside
      ? { ArrowLeft: -step, ArrowRight: step }
      : { ArrowUp: -step, ArrowDown: step };
    const by = steps[event.key];
    if (by === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    onMove(by === undefined ? 0.5 : part + by);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const divider = event.currentTarget;
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const before = divider.previousElementSibling?.getBoundingClientRect();
    const after = divider.nextElementSibling?.getBoundingClientRect();
    if (!before || !after) return;
    onMove(
      beside
        ? (event.clientX - before.left) / (after.right - before.left)
        : (event.clientY - before.top) / (after.bottom - before.top),
    );
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label="Divider between panes"
      aria-orientation={beside ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(part * 100)}
      aria-valuemin={leastPart * 100}
      aria-valuemax={100 - leastPart * 100}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onMove(0.5)}
      className={cn(
        'shrink-0 touch-none rounded-sm hover:bg-hover',
        beside ? 'w-2 cursor-col-resize' : 'h-2 cursor-row-resize',
      )}
    />
  );
}
