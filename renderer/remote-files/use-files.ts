import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { isUnfinished, useTaskStore } from '../shell/task-store';
import { type Place, queriesOf } from './place';

/** One folder, asked for again when work with files of this host has ended. */
export function useFolder(place: Place, which: { path: string | null; typed: string | null }) {
  const query = useQuery(
    queriesOf(place).list.queryOptions({ input: { ...place, ...which }, retry: false, staleTime: 5000 }),
  );
  const refresh = useRefreshFiles(place);
  const again = useEffectEvent(() => void refresh());
  const ended = useTaskStore(
    (s) =>
      Object.values(s.tasks).filter((task) => task.subject?.id === place.hostId && !isUnfinished(task))
        .length,
  );
  useEffect(() => again(), [ended]);
  return query;
}

/** Has everything that pages show of files asked for again. */
export function useRefreshFiles(place: Place): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: queriesOf(place).key() });
}
