import { BaseEdge, type Edge, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import type { Rail } from './graph-layout';

export type LineEdge = Edge<{ rail: Rail | null }, 'line'>;

const radius = 5;

/** From a parent to one below it; to further columns along their common way, which crosses no card. */
export function GraphLine(props: EdgeProps<LineEdge>) {
  const { data, sourceX, sourceY, targetX, targetY, style } = props;
  const rail = data?.rail;
  const path = rail
    ? rounded([
        { x: sourceX, y: sourceY },
        { x: rail.trunk, y: sourceY },
        { x: rail.trunk, y: rail.y },
        { x: rail.gutter, y: rail.y },
        { x: rail.gutter, y: targetY },
        { x: targetX, y: targetY },
      ])
    : getSmoothStepPath(props)[0];
  return <BaseEdge path={path} {...(style ? { style } : {})} />;
}

interface Point {
  x: number;
  y: number;
}

/** A path along lines that are level or upright, with its corners rounded. */
function rounded(points: Point[]): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) return `M${at(point)}`;
      if (!after) return `L${at(point)}`;
      return `L${at(towards(point, before))}Q${at(point)} ${at(towards(point, after))}`;
    })
    .join('');
}

const at = ({ x, y }: Point): string => `${x},${y}`;

/** The point where the corner begins, on the way to another one. */
function towards(corner: Point, other: Point): Point {
  const far = Math.hypot(other.x - corner.x, other.y - corner.y);
  const part = far === 0 ? 0 : Math.min(radius, far / 2) / far;
  return { x: corner.x + (other.x - corner.x) * part, y: corner.y + (other.y - corner.y) * part };
}
