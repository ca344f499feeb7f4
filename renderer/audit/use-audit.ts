import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orpc } from '../rpc/client';
import { actionsLike } from './action-words';

const pageSize = 100;

/** The trail, newest first, a hundred rows at a time. */
export function useAudit(search: string) {
  const actions = useMemo(() => actionsLike(search), [search]);
  const query = useInfiniteQuery(
    orpc.audit.list.infiniteOptions({
      input: (before: number | null) => ({ search, actions, before, limit: pageSize }),
      initialPageParam: null as number | null,
      getNextPageParam: (page) => (page.rows.length < pageSize ? undefined : page.rows.at(-1)?.id),
      placeholderData: keepPreviousData,
    }),
  );
  const pages = query.data?.pages ?? [];
  return {
    query,
    rows: pages.flatMap((page) => page.rows),
    matching: pages.at(-1)?.matching ?? 0,
    total: pages.at(-1)?.total ?? 0,
  };
}
