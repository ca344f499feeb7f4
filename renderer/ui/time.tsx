import { useEffect, useState, useSyncExternalStore } from 'react';
import { formatBytes, formatDay, formatDuration, formatEnd, formatExact, formatRelative } from './format';

const tickMs = 15_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, milliseconds since the epoch; every component that asks shares one clock of 15 s. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** What has come since the last tick of the clock is no thing of the future. */
const pastOf = (at: number): number => (at <= Date.now() ? at : 0);

/** `3 minutes ago`, with the exact time on hover. `at` is milliseconds since the epoch. */
export function RelativeTime({ at }: { at: number }) {
  const current = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)} className="tabular whitespace-nowrap">
      {formatRelative(at, Math.max(current, now, pastOf(at)))}
    </time>
  );
}

/** When a certificate ends, in days, with the exact time on hover. `at` is milliseconds since the epoch. */
export function Expiry({ at }: { at: number }) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={`Valid until ${formatExact(at)}`}
      className="tabular whitespace-nowrap"
    >
      {formatEnd(at, useNow())}
    </time>
  );
}

/** A day, with the exact time on hover. `at` is milliseconds since the epoch. */
export function Day({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)} className="tabular whitespace-nowrap">
      {formatDay(at)}
    </time>
  );
}

/** A length of time in human units, with the milliseconds on hover. */
export function Duration({ ms }: { ms: number }) {
  return (
    <span title={`${Math.round(ms).toLocaleString('en')} ms`} className="tabular whitespace-nowrap">
      {formatDuration(ms)}
    </span>
  );
}

/** How long something has been going on, counting. `since` is milliseconds since the epoch. */
export function Elapsed({ since }: { since: number }) {
  const [current, setCurrent] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setCurrent(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, []);
  const seconds = Math.max(0, Math.round((current - since) / 1000));
  return (
    <span className="tabular whitespace-nowrap">
      {seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000)}
    </span>
  );
}

/** A size in human units, with the exact number of bytes on hover. */
export function Bytes({ value }: { value: number }) {
  return (
    <span title={`${value.toLocaleString('en')} bytes`} className="tabular whitespace-nowrap">
      {formatBytes(value)}
    </span>
  );
}
