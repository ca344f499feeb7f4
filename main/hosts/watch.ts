import type { HostConnection } from '../../preload/contract/hosts';

interface Change {
  hostId: string;
  connection: HostConnection;
}

/** First every connection, then each that changes; of several changes of one, at least the last. */
export async function* watchConnections(parts: {
  ids: () => string[];
  view: (hostId: string) => HostConnection;
  listen: (listener: (hostId: string, connection: HostConnection) => void) => () => void;
  signal?: AbortSignal | undefined;
}) {
  const changed = new Map<string, HostConnection>();
  let wake = () => {};
  const stop = parts.listen((hostId, connection) => {
    changed.set(hostId, connection);
    wake();
  });
  const onAbort = () => wake();
  parts.signal?.addEventListener('abort', onAbort);
  let seq = 0;
  try {
    const connections: Change[] = parts.ids().map((hostId) => ({ hostId, connection: parts.view(hostId) }));
    yield { type: 'snapshot' as const, seq: seq++, connections };
    while (!parts.signal?.aborted) {
      const [next] = changed;
      if (next) {
        const [hostId, connection] = next;
        changed.delete(hostId);
        yield { type: 'changed' as const, seq: seq++, hostId, connection };
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
    parts.signal?.removeEventListener('abort', onAbort);
  }
}
