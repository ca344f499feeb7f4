import { useState } from 'react';
import { client } from '../rpc/client';
import { useStream } from '../rpc/use-stream';
import { afterEvent, type HostView } from './host-view';

/** What the engines of these hosts answer, kept up to date while the page is open. */
export function useContainers(hostIds: string[]) {
  const [views, setViews] = useState<ReadonlyMap<string, HostView>>(new Map());
  const { error } = useStream({
    key: hostIds.join(' '),
    enabled: hostIds.length > 0,
    open: (signal) => client.containers.watch({ hostIds }, { signal }),
    onEvent: (event) => setViews((before) => afterEvent(before, event)),
  });
  return { views, error };
}
