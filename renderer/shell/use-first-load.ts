import { useEffect, useLayoutEffect, useState } from 'react';
import { orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { router } from '../routes';

let firstPage = Promise.resolve();
let stopFollowing = () => {};

/**
 * Sets the code of the first page on its way while the connection is made. To be called once the address is that of
 * a page: a pairing link is none.
 */
export function startFirstLoad(): void {
  firstPage = router.load();
  // The router follows the address once it is mounted, and takes what is on its way by then for the right page: a
  // link that the app was started with would be lost.
  stopFollowing = router.history.subscribe(() => {
    firstPage = router.load();
  });
}

/** Leaves the address to the router. To be mounted behind it, so that there is always one who follows. */
export function FirstLoadDone(): null {
  useLayoutEffect(() => stopFollowing(), []);
  return null;
}

/**
 * Whether what the first page needs is there, once there is a connection. React holds a page back for 300 ms
 * when it replaces a fallback, so that none is shown for what takes a moment. What fails here fails again where
 * it is shown.
 */
export function useFirstLoad(connected: boolean): boolean {
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    if (!connected) return;
    const host = queryClient.prefetchQuery(orpc.host.describe.queryOptions({ staleTime: Infinity }));
    void Promise.allSettled([firstPage, host]).then(() => setLoaded(true));
  }, [connected]);
  return loaded;
}
