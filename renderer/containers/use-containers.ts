import { useEffect, useRef, useState } from 'react';
import { client } from '../rpc/client';
import { useStream } from '../rpc/use-stream';
import { afterEvent, type HostEvent, type HostView } from './host-view';

/** Many hosts answer at once, and each answer would draw the page anew. */
const gatherMs = 30;

/** What was known when the page was left: it shows that, as it was, until the hosts have answered again. */
let lastViews: ReadonlyMap<string, HostView> = new Map();

/** What the engines of these hosts answer, kept up to date while the page is open. */
export function useContainers(hostIds: string[]) {
  const [views, setViews] = useState<ReadonlyMap<string, HostView>>(asBefore);
  const waiting = useRef<{ events: HostEvent[]; timer: number }>({ events: [], timer: 0 });
  useEffect(() => () => clearTimeout(waiting.current.timer), []);
  const show = (): void => {
    const { events } = waiting.current;
    waiting.current = { events: [], timer: 0 };
    setViews((before) => (lastViews = events.reduce(afterEvent, before)));
  };
  const { error } = useStream({
    key: hostIds.join(' '),
    enabled: hostIds.length > 0,
    open: (signal) => client.containers.watch({ hostIds }, { signal }),
    onEvent: (event) => {
      waiting.current.events.push(event);
      waiting.current.timer ||= window.setTimeout(show, gatherMs);
    },
  });
  return { views, error };
}

const asBefore = (): ReadonlyMap<string, HostView> =>
  new Map([...lastViews].map(([hostId, view]) => [hostId, { ...view, state: 'asking' as const }]));
