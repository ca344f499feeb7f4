import type { Task } from '../../preload/contract/tasks';
import { formatBytes } from '../ui/format';
import { reasonOf } from './use-upkeep-task';

/** A whole number within bounds, or null. */
export function readWhole(text: string, min: number, max: number): number | null {
  if (!/^\d{1,6}$/.test(text.trim())) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}

/** What a finished clean-up did, in a sentence. */
export function cleanReport(task: Task): { tone: 'ok' | 'attention' | 'failed'; text: string } {
  if (task.state !== 'succeeded')
    return { tone: 'failed', text: `The clean-up did not end. ${reasonOf(task)}` };
  const { removed, freedBytes, kept } = readResult(task.result);
  const done = `${removed === 1 ? 'One thing' : `${removed} things`} removed, ${formatBytes(freedBytes)} freed.`;
  if (kept === 0) return { tone: 'ok', text: done };
  return { tone: 'attention', text: `${done} ${kept} stayed, as they may no longer go.` };
}

function readResult(result: unknown): { removed: number; freedBytes: number; kept: number } {
  const value = (name: string): number => {
    const found: unknown = Object.getOwnPropertyDescriptor(Object(result), name)?.value;
    return typeof found === 'number' ? found : 0;
  };
  return { removed: value('removed'), freedBytes: value('freedBytes'), kept: value('kept') };
}
