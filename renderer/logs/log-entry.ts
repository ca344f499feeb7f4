import type { LogEntry } from '../../preload/contract/logs';

/** Local time to the millisecond, `2026-11-20 09:04:05.123`. */
function formatTime(at: number): string {
  const date = new Date(at);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part)).join(':');
  return `${day} ${time}.${pad(date.getMilliseconds(), 3)}`;
}

/** An entry as one line of text: time, level, message, and the other fields as JSON. */
export function formatEntry({ at, level, message, fields }: LogEntry): string {
  const rest = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : '';
  return `${formatTime(at)} ${level.padEnd(5)} ${message}${rest}`;
}

/** How much an entry of that level matters. */
export function toneOf(level: LogEntry['level'] | undefined) {
  if (level === 'error') return 'failed';
  if (level === 'warn') return 'attention';
  return level === 'debug' ? 'faint' : undefined;
}
