export { formatBytes } from '../rpc/bytes';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'long',
});
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `3 minutes ago`, `in 12 months`; both in milliseconds since the epoch. Under a minute is `just now`. */
export function formatRelative(at: number, now: number): string {
  const difference = at - now;
  for (const [unit, ms] of units) {
    if (Math.abs(difference) >= ms) return relative.format(Math.trunc(difference / ms), unit);
  }
  return difference > 10_000 ? 'in under a minute' : 'just now';
}

const dayMs = 86_400_000;
const counted = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/**
 * How far off the end of a certificate is: `in 45 days`, `3 days ago`, both in milliseconds since the epoch. In days for
 * two years, as months are too coarse for what has to be planned.
 */
export const formatEnd = (at: number, now: number): string =>
  formatDaysLeft(Math.floor((at - now) / dayMs), at <= now);

/** The same from the whole days until then, rounded down: the first day after it is day -1. */
export function formatDaysLeft(daysLeft: number, over: boolean): string {
  const days = over ? Math.max(0, -daysLeft - 1) : daysLeft;
  if (days === 0) return over ? 'within the last day' : 'in less than a day';
  const sign = over ? -1 : 1;
  return days > 730
    ? counted.format(sign * Math.floor(days / 365), 'year')
    : counted.format(sign * days, 'day');
}

/** The day, as `Nov 24, 2027`, in the person's zone. */
export function formatDay(at: number): string {
  return day.format(at);
}

/** The time to the second, in the person's zone. */
export function formatExact(at: number): string {
  return exact.format(at);
}

/** To the millisecond, in the person's zone, as lines of logs have it: `2026-11-20 09:04:05.123`. */
export function formatMillisecond(at: number): string {
  const date = new Date(at);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part)).join(':');
  return `${day} ${time}.${pad(date.getMilliseconds(), 3)}`;
}

/** `820 ms`, `4.2 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const pad = (n: number) => String(n).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} min`;
}

/** `1 core`, `16 cores`. */
export const formatCores = (count: number): string => (count === 1 ? '1 core' : `${count} cores`);

/** A fingerprint in lines of eight pairs, as people read it out. */
export function fingerprintLines(fingerprint: string): string[] {
  const pairs = fingerprint.split(':');
  return Array.from({ length: Math.ceil(pairs.length / 8) }, (_, line) =>
    pairs.slice(line * 8, line * 8 + 8).join(' '),
  );
}
