export { formatBytes } from '../rpc/bytes';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'long',
});
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
