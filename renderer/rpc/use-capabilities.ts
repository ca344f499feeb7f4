import { useSuspenseQuery } from '@tanstack/react-query';
import type { HostDescription } from '../../preload/contract/host';
import { orpc } from './client';

/** What this door is and can do. Suspends until it is known. */
export function useHost(): HostDescription {
  return useSuspenseQuery(orpc.host.describe.queryOptions({ staleTime: Infinity })).data;
}
