import { ORPCError } from '@orpc/client';
import type { TerminalEvent } from '../../preload/contract/terminals';
import { client } from '../rpc/client';
import { useConnection } from '../rpc/connection';

interface OutputSink {
  /** Shows bytes, and resolves when they are shown. */
  show: (bytes: Uint8Array) => Promise<void>;
  onState: (event: Extract<TerminalEvent, { type: 'state' }>) => void;
  /** The terminal is closed on the other side, or cannot be reached any more. */
  onGone: () => void;
}

/**
 * Follows what a terminal shows until the signal aborts, over lost connections to Fedwright too: it goes on after
 * the last byte that came. Every byte is acknowledged once it is shown.
 */
export async function followOutput(terminalId: string, sink: OutputSink, signal: AbortSignal): Promise<void> {
  let from = 0;
  let marks = 0;
  const acknowledging = createAcknowledger(terminalId);
  while (!signal.aborted) {
    const { epoch } = useConnection.getState();
    try {
      for await (const event of await client.terminals.output({ terminalId, from, marks }, { signal })) {
        if (signal.aborted) return;
        if (event.type === 'state') {
          marks += 1;
          sink.onState(event);
          continue;
        }
        const { bytes } = event;
        from = event.offset + bytes.length;
        const end = from;
        void sink.show(bytes).then(() => acknowledging(end));
      }
      break;
    } catch (error) {
      // An answer says that the terminal is gone; anything else, that the way to it is.
      if (signal.aborted || error instanceof ORPCError) break;
      await untilConnected(epoch, signal);
    }
  }
  if (!signal.aborted) sink.onGone();
}

/** One call at a time, for the newest offset. */
function createAcknowledger(terminalId: string) {
  let newest = 0;
  let busy = false;
  return async function acknowledge(offset: number): Promise<void> {
    newest = offset;
    if (busy) return;
    busy = true;
    try {
      for (let sent = -1; sent !== newest;) {
        sent = newest;
        await client.terminals.acknowledge({ terminalId, offset: sent });
      }
    } catch {
      // Whoever opens the output again says what it has had.
    } finally {
      busy = false;
    }
  };
}

/** Until there is a newer connection than the one that was lost. */
function untilConnected(lostEpoch: number, signal: AbortSignal): Promise<void> {
  const isBack = () => {
    const { state, epoch } = useConnection.getState();
    return state === 'open' && epoch !== lostEpoch;
  };
  return new Promise((resolve) => {
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = useConnection.subscribe(() => {
      if (isBack()) done();
    });
    signal.addEventListener('abort', done);
    if (isBack()) done();
  });
}
