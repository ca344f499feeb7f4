import type { LogEntry } from '../../preload/contract/logs';
import { formatMillisecond } from '../ui/format';

/** An entry as one line of text: time, level, message, and the other fields as JSON. */
export function formatEntry({ at, level, message, fields }: LogEntry): string {
  const rest = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : '';
  return `${formatMillisecond(at)} ${level.padEnd(5)} ${message}${rest}`;
}

/** How much an entry of that level matters. */
export function toneOf(level: LogEntry['level'] | undefined) {
  if (level === 'error') return 'failed';
  if (level === 'warn') return 'attention';
  return level === 'debug' ? 'faint' : undefined;
}
