import { useQuery } from '@tanstack/react-query';
import { orpc } from '../rpc/client';

/** The Pythons that were found, and which one is used. */
export function useRuntime() {
  return useQuery(orpc.runtime.status.queryOptions({ input: {} }));
}
