import { QueryClient } from '@tanstack/react-query';
import { ORPCError } from '@orpc/client';

/** What main answered on purpose is not asked again; only a broken way is. */
function shouldRetry(failures: number, error: Error): boolean {
  return !(error instanceof ORPCError) && failures < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    // host.watch says when something changed, so nothing has to be asked on focus or by the clock.
    queries: { staleTime: 60_000, refetchOnWindowFocus: false, retry: shouldRetry },
    // A change that could not be sent must fail now, not happen unasked after a reconnect.
    mutations: { networkMode: 'always', retry: false },
  },
});
