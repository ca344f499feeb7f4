import { isDeclined } from '../../preload/contract/host-problems';
import type { Client } from 'ssh2';
import type { HostConnection } from '../../preload/contract/hosts';
import { AppError, toAppError } from '../errors';

const idleMs = 60_000;
interface Opening {
  promise: Promise<Client>;
  abort: AbortController;
  /** Those who wait for it now. */
  waiting: number;
  /** It was lost before, and something that holds it wants it back. */
  again: boolean;
}

const backoffMs = [1000, 2000, 4000, 8000, 15_000, 30_000];

export interface LinkOptions {
  /** `byItself`: nobody has asked for it, so that a host on its way is not logged in to either where it declined. */
  open: (signal: AbortSignal, byItself: boolean) => Promise<Client>;
  onChange: (connection: HostConnection) => void;
}

/**
 * The one SSH connection of a host. It is opened when something needs it, closed a minute after nothing does,
 * and tried again with growing pauses when it was lost while something held it.
 */
export class HostLink {
  view: HostConnection = {
    ...{ state: 'closed', since: Date.now(), uses: 0, nextAttemptAt: null, error: null },
  };
  readonly #options: LinkOptions;
  #client: Client | null = null;
  #opening: Opening | null = null;
  #uses = 0;
  #attempts = 0;
  #idle: NodeJS.Timeout | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closing = new AbortController();
  /** Why the last attempt came to nothing, if only a person may have it tried again. */
  #declined: AppError | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** From now on it is kept open, and opened again after a loss, until the returned function is called. */
  hold(): () => void {
    this.#uses += 1;
    this.#stopTimer('idle');
    this.#show({});
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#uses -= 1;
      if (this.#uses === 0 && this.#retry) this.close();
      else this.#show({});
      this.#restIfUnused();
    };
  }

  /**
   * When the last one gives up who has waited for it, the attempt ends.
   * @throws AppError why there is none; the signal's reason when it aborts.
   */
  client(signal?: AbortSignal): Promise<Client> {
    return this.#take(signal, false);
  }

  async #take(signal: AbortSignal | undefined, byItself: boolean): Promise<Client> {
    signal?.throwIfAborted();
    if (this.#client) return this.#client;
    // Whoever waits for the next attempt goes on waiting when this one comes to nothing.
    const again = this.#retry !== null;
    this.#stopTimer('retry');
    const opening = this.#opening ?? this.#start({ again, byItself });
    opening.waiting += 1;
    try {
      return await (signal ? untilAborted(opening.promise, signal) : opening.promise);
    } finally {
      opening.waiting -= 1;
      if (signal?.aborted && opening.waiting === 0 && !opening.again) this.#giveUp(opening);
    }
  }

  /**
   * The same for what nobody has asked for, such as the lists of a page. A login that was refused is not tried again by it,
   * as each page that is opened would until the account is locked, nor are questions put again that a person has put away.
   * @throws AppError why, of the last attempt
   */
  async clientByItself(signal?: AbortSignal): Promise<Client> {
    if (this.#declined) throw this.#declined;
    return this.#take(signal, true);
  }

  /** Something has changed on which its login hangs. */
  allowAgain(): void {
    this.#declined = null;
  }

  /** The connection, if it is open; it then is for another minute at least. */
  open(): Client | null {
    if (this.#client && this.#idle) {
      this.#stopTimer('idle');
      this.#restIfUnused();
    }
    return this.#client;
  }

  #giveUp(opening: Opening): void {
    if (this.#opening !== opening) return;
    this.#opening = null;
    opening.abort.abort(
      new AppError('CANCELLED', 'Nobody waits for it any more.', { hint: 'Connect again.' }),
    );
    this.#show({ state: 'closed', nextAttemptAt: null, error: null });
  }

  /** Aborts at the next `close`: for what a person did not ask for, and that must not open it again after that. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  close(): void {
    const closed = new AppError('CANCELLED', 'The connection was closed.', { hint: 'Connect again.' });
    this.#closing.abort(closed);
    this.#closing = new AbortController();
    this.#stopTimer('idle');
    this.#stopTimer('retry');
    const client = this.#client;
    this.#client = null;
    this.#attempts = 0;
    this.#declined = null;
    this.#opening?.abort.abort(closed);
    this.#opening = null;
    client?.end();
    this.#show({ state: 'closed', nextAttemptAt: null, error: null });
  }

  /** @param again whether it was lost before, so that a failure is one attempt of several. */
  #start({ again, byItself }: { again: boolean; byItself: boolean }): Opening {
    const abort = new AbortController();
    this.#declined = null;
    this.#show({ state: 'connecting', nextAttemptAt: null });
    const promise = this.#options.open(abort.signal, byItself).then(
      (client) => {
        this.#settled(abort);
        if (abort.signal.aborted) {
          client.end();
          throw abort.signal.reason;
        }
        this.#opened(client);
        return client;
      },
      (error: unknown) => {
        this.#settled(abort);
        if (!abort.signal.aborted) this.#failed(error, again);
        throw error;
      },
    );
    this.#opening = { promise, abort, waiting: 0, again };
    return this.#opening;
  }

  /** A later attempt may be under way by now. */
  #settled(abort: AbortController): void {
    if (this.#opening?.abort === abort) this.#opening = null;
  }

  #opened(client: Client): void {
    this.#client = client;
    this.#attempts = 0;
    client.on('error', () => undefined);
    client.once('close', () => this.#lost(client));
    this.#show({ state: 'open', error: null, nextAttemptAt: null });
    this.#restIfUnused();
  }

  #failed(error: unknown, again: boolean): void {
    const known = toAppError(error);
    if (known && isDeclined(known.data.reason)) this.#declined = known;
    if (again && known && isPassing(known) && this.#uses > 0) this.#retryLater(known);
    else this.#show({ state: 'failed', nextAttemptAt: null, error: describeProblem(known) });
  }

  #lost(client: Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#stopTimer('idle');
    if (this.#uses === 0) this.#show({ state: 'closed', nextAttemptAt: null });
    else this.#retryLater(null);
  }

  #retryLater(error: AppError | null): void {
    const pause = backoffMs[Math.min(this.#attempts, backoffMs.length - 1)] ?? 0;
    this.#attempts += 1;
    this.#show({
      state: 'waiting',
      nextAttemptAt: Date.now() + pause,
      ...(error && { error: describeProblem(error) }),
    });
    this.#retry = setTimeout(() => {
      this.#retry = null;
      // Whoever waits for it hears of the failure; nobody else has to.
      if (!this.#client && !this.#opening)
        this.#start({ again: true, byItself: true }).promise.catch(() => undefined);
    }, pause);
  }

  #restIfUnused(): void {
    if (this.#uses > 0 || !this.#client) return;
    this.#idle ??= setTimeout(() => this.close(), idleMs).unref();
  }

  #stopTimer(which: 'idle' | 'retry'): void {
    const timer = which === 'idle' ? this.#idle : this.#retry;
    if (timer) clearTimeout(timer);
    if (which === 'idle') this.#idle = null;
    else this.#retry = null;
  }

  #show(change: Partial<HostConnection>): void {
    const since = change.state && change.state !== this.view.state ? Date.now() : this.view.since;
    this.view = { ...this.view, ...change, since, uses: this.#uses };
    this.#options.onChange(this.view);
  }
}

/** What may be over by the next attempt. A login that is refused again and again would lock the account. */
export const isPassing = ({ data }: AppError): boolean =>
  data.reason === 'unreachable' || data.reason === 'failed';

/** As a page shows it. Null: a fault of ours. */
export function describeProblem(error: AppError | null): HostConnection['error'] {
  if (!error)
    return {
      code: 'INTERNAL',
      message: 'It failed; the app log says why.',
      hint: '',
      ...{ reason: null, details: null },
    };
  const { code, message, data } = error;
  return { code, message, hint: data.hint, reason: data.reason ?? null, details: data.details ?? null };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
