import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { orpc } from '../rpc/client';
import { isUnfinished, useTaskStore } from '../shell/task-store';

/** One folder of a host, asked for again when work with files of this host has ended. */
export function useFolder(hostId: string, which: { path: string | null; typed: string | null }) {
  const query = useQuery(
    orpc.remoteFiles.list.queryOptions({ input: { hostId, ...which }, retry: false, staleTime: 5000 }),
  );
  const refresh = useRefreshFiles();
  const again = useEffectEvent(() => void refresh());
  const ended = useTaskStore(
    (s) => Object.values(s.tasks).filter((task) => task.subject?.id === hostId && !isUnfinished(task)).length,
  );
  useEffect(() => again(), [ended]);
  return query;
}

/** Has everything that pages show of files asked for again. */
export function useRefreshFiles(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: orpc.remoteFiles.key() });
}
