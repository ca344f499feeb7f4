import type { Query } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { client } from './client';
import { useConnection } from './connection';
import { queryClient } from './query-client';
import { useStream } from './use-stream';

const soonMs = 150;
/** A task at work changes the store five times a second; a page need not read that often. */
const pauseMs = 1000;

/** Refetches what is on screen whenever the store changed, by this window or by another process. */
export function useLiveQueries(): void {
  const seen = useRef<number | null>(null);
  const refresh = useRefresh();

  useStream({
    key: 'host.watch',
    open: (signal) => client.host.watch(undefined, { signal }),
    onEvent: ({ revision }) => {
      const changed = seen.current !== revision;
      seen.current = revision;
      // The first time too: what the page asked for before may be older than this.
      if (changed) refresh();
    },
  });

  // What happened while the connection was away was not announced.
  const epoch = useConnection((s) => s.epoch);
  useEffect(() => {
    if (epoch > 1) void queryClient.invalidateQueries();
  }, [epoch]);
}

/** A function that refetches soon, but not more than once a second. */
function useRefresh(): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const last = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    if (timer.current) return;
    const wait = Math.max(soonMs, last.current + pauseMs - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      last.current = Date.now();
      void queryClient.invalidateQueries({ predicate: livesInStore });
    }, wait);
  };
}

/** The host's parts, the app log, what is on the disk and on other machines are looked at where they are: a change of the store says nothing of them. */
function livesInStore(query: Query): boolean {
  const [path] = query.queryKey;
  if (!Array.isArray(path)) return true;
  const [room, call] = path;
  if (room === 'hosts' || room === 'deployments') return call === 'list';
  return !(
    room === 'host' ||
    room === 'logs' ||
    room === 'remoteFiles' ||
    room === 'containerFiles' ||
    room === 'containers' ||
    room === 'localFederations' ||
    room === 'stock' ||
    (room === 'upkeep' && call !== 'backups')
  );
}
