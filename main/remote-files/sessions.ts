import type { HostAccess } from '../hosts/host-access';
import { abortable } from '../process/abortable';
import { createTurns } from '../process/turns';
import { SftpSession } from './sftp-session';

/** A session that nothing was asked of for so long is closed, and with it its hold on the connection. */
const idleMs = 20_000;
/** Each takes one of the ten sessions that sshd allows on a connection. */
const transfersAtOnce = 2;

interface Shared {
  session: Promise<SftpSession>;
  release: () => void;
  timer: NodeJS.Timeout;
  users: number;
  /** Nobody waits for it any more. */
  givenUp: AbortController;
}

export type Sessions = ReturnType<typeof createSessions>;

/** One session of each host for what a page asks, and one for each transfer, of which two run at once. */
export function createSessions(access: HostAccess) {
  const shared = new Map<string, Shared>();
  const enter = createTurns(transfersAtOnce);

  function end(hostId: string, entry: Shared): void {
    if (shared.get(hostId) === entry) shared.delete(hostId);
    clearInterval(entry.timer);
    entry.release();
    entry.session.then((session) => session.close()).catch(() => undefined);
  }

  function begin(hostId: string): Shared {
    const hold = access.hold(hostId);
    const givenUp = new AbortController();
    const session = hold.client(givenUp.signal).then((client) => SftpSession.open(client));
    const timer = setInterval(() => {
      if (entry.users === 0) end(hostId, entry);
    }, idleMs).unref();
    const entry: Shared = { session, release: hold.release, timer, users: 0, givenUp };
    shared.set(hostId, entry);
    session.catch(() => end(hostId, entry));
    return entry;
  }

  /** A session of one's own, once it is one's turn. It ends when it is given back, and when the signal aborts. */
  async function lend(
    hostId: string,
    signal: AbortSignal,
  ): Promise<{ session: SftpSession; giveBack: () => void }> {
    const ends = [await enter(hostId, signal)];
    const giveBack = () => ends.splice(0).forEach((end) => end());
    try {
      const hold = access.hold(hostId);
      ends.push(hold.release);
      const session = await SftpSession.open(await hold.client(signal));
      const close = () => session.close();
      signal.addEventListener('abort', close);
      ends.push(close, () => signal.removeEventListener('abort', close));
      signal.throwIfAborted();
      return { session, giveBack };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  return {
    /** @throws AppError why there is none, or what the work throws; the signal's reason when it aborts. */
    async quick<T>(
      hostId: string,
      work: (session: SftpSession) => Promise<T>,
      signal: AbortSignal = new AbortController().signal,
    ): Promise<T> {
      signal.throwIfAborted();
      const known = shared.get(hostId);
      const isOpen = known?.session.then((session) => session.isOpen).catch(() => false);
      if (known && isOpen && !(await abortable(isOpen, signal))) end(hostId, known);
      const entry = shared.get(hostId) ?? begin(hostId);
      return use(entry, work, signal);
    },
    lend,
    /** Waits for its turn. The session ends with the work, and when the signal aborts. */
    async transfer<T>(
      hostId: string,
      signal: AbortSignal,
      work: (session: SftpSession) => Promise<T>,
    ): Promise<T> {
      const { session, giveBack } = await lend(hostId, signal);
      try {
        return await work(session);
      } finally {
        giveBack();
      }
    },
    dispose(): void {
      for (const [hostId, entry] of shared) end(hostId, entry);
    },
  };
}

/** Whoever gives up need not wait; what was asked for is still answered, and the session used until then. */
function use<T>(entry: Shared, work: (session: SftpSession) => Promise<T>, signal: AbortSignal): Promise<T> {
  entry.users += 1;
  entry.timer.refresh();
  const begin = async () => {
    const session = await abortable(entry.session, signal);
    signal.throwIfAborted();
    return work(session);
  };
  const done = begin().finally(() => {
    entry.users -= 1;
    if (signal.aborted && entry.users === 0) entry.givenUp.abort(signal.reason);
  });
  return abortable(done, signal);
}
