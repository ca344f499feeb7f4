import { useQuery } from '@tanstack/react-query';
import { orpc } from '../rpc/client';

export type Side = 'sign' | 'join';

/** What the page shows: the tab of the address, or the one of the side that this installation is on. */
export function useDistributed(search: { tab?: Side; ca?: string }) {
  const authorities = useQuery(orpc.distributed.authorities.queryOptions());
  const own = useQuery(orpc.distributed.requests.queryOptions());
  const cas = authorities.data ?? [];
  const requests = own.data ?? [];
  const likely: Side = cas.length === 0 && requests.length > 0 ? 'join' : 'sign';
  return {
    tab: search.tab ?? likely,
    authorities: cas,
    authority:
      cas.find(({ id }) => id === search.ca) ?? cas.find(({ replacedAt }) => replacedAt === null) ?? cas[0],
    requests,
    waiting: cas.reduce((sum, { waiting }) => sum + waiting, 0),
    loaded: authorities.data !== undefined && own.data !== undefined,
    error: authorities.error ?? own.error,
    refetch: () => void Promise.all([authorities.refetch(), own.refetch()]),
  };
}
