import type { ClientContext, ClientLink } from '@orpc/client';
import { onlineManager } from '@tanstack/react-query';
import { create } from 'zustand';

/** One open way to the main process. `closed` settles when it is gone, for whatever reason. */
export interface Transport {
  link: ClientLink<ClientContext>;
  closed: Promise<void>;
}

/** Thrown by a door that must be paired before it opens. */
export class NotPairedError extends Error {}

/** Thrown by calls made while there is no way to the main process. */
export class ConnectionLostError extends Error {
  constructor() {
    super('Fedwright is not reachable at the moment.');
  }
}

export type ConnectionState = 'connecting' | 'open' | 'lost' | 'unpaired';

interface Connection {
  state: ConnectionState;
  /** Counts up with every successful connect, so that streams know to start again. */
  epoch: number;
  /** When the next attempt starts, milliseconds since the epoch; null while one is under way. */
  retryAt: number | null;
}

export const useConnection = create<Connection>(() => ({ state: 'connecting', epoch: 0, retryAt: null }));

const firstDelayMs = 500;
const longestDelayMs = 15_000;

let transport: Promise<Transport> | null = null;
let wake: () => void = () => {};

/** Tries again at once instead of waiting for the next turn. */
export function retryNow(): void {
  wake();
}

/** The open transport, or the one being opened. Throws `ConnectionLostError` between attempts. */
export async function currentTransport(): Promise<Transport> {
  if (!transport) throw new ConnectionLostError();
  return transport;
}

/**
 * Connects, and connects again with growing pauses (0.5 s to 15 s) whenever the way is lost. Waits for
 * `retryNow` when the door says that it must be paired first. Never ends.
 */
export async function keepConnected(connect: () => Promise<Transport>): Promise<never> {
  window.addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') retryNow();
  });
  for (let failures = 0; ; failures += 1) {
    try {
      const opened = await open(connect);
      failures = 0;
      await opened.closed;
      lose('lost');
    } catch (error) {
      lose(error instanceof NotPairedError ? 'unpaired' : 'lost');
    }
    await pause(Math.min(firstDelayMs * 2 ** failures, longestDelayMs));
  }
}

async function open(connect: () => Promise<Transport>): Promise<Transport> {
  const attempt = connect();
  // Calls wait for the first connection; later ones fail at once and say why.
  if (useConnection.getState().epoch === 0) transport = attempt;
  const opened = await attempt;
  transport = attempt;
  useConnection.setState((s) => ({ state: 'open', epoch: s.epoch + 1, retryAt: null }));
  onlineManager.setOnline(true);
  return opened;
}

function lose(state: 'lost' | 'unpaired'): void {
  transport = null;
  useConnection.setState({ state });
  onlineManager.setOnline(false);
}

/** Until the time is up or someone asks; an unpaired door is only asked again when someone does. */
function pause(ms: number): Promise<void> {
  const asked = useConnection.getState().state === 'unpaired';
  useConnection.setState({ retryAt: asked ? null : Date.now() + ms });
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      useConnection.setState({ retryAt: null });
      resolve();
    };
    const timer = asked ? undefined : setTimeout(go, ms);
    wake = go;
  });
}
