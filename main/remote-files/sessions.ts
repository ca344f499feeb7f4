import type { HostAccess } from '../hosts/host-access';
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
}

export type Sessions = ReturnType<typeof createSessions>;

/** One session of each host for what a page asks, and one for each transfer, of which two run at once. */
export function createSessions(access: HostAccess) {
  const shared = new Map<string, Shared>();
  const transfers = new Map<string, { running: number; waiting: (() => void)[] }>();

  function end(hostId: string, entry: Shared): void {
    if (shared.get(hostId) === entry) shared.delete(hostId);
    clearInterval(entry.timer);
    entry.release();
    entry.session.then((session) => session.close()).catch(() => undefined);
  }

  function begin(hostId: string): Shared {
    const hold = access.hold(hostId);
    const session = hold.client().then((client) => SftpSession.open(client));
    const timer = setInterval(() => {
      if (entry.users === 0) end(hostId, entry);
    }, idleMs).unref();
    const entry: Shared = { session, release: hold.release, timer, users: 0 };
    shared.set(hostId, entry);
    session.catch(() => end(hostId, entry));
    return entry;
  }

  /** A session of one's own, once it is one's turn. It ends when it is given back, and when the signal aborts. */
  async function lend(
    hostId: string,
    signal: AbortSignal,
  ): Promise<{ session: SftpSession; giveBack: () => void }> {
    const ends = [await enter(transfers, hostId, signal)];
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
    /** @throws AppError why there is none, or what the work throws. */
    async quick<T>(hostId: string, work: (session: SftpSession) => Promise<T>): Promise<T> {
      const known = shared.get(hostId);
      if (known && !(await known.session.then(({ isOpen }) => isOpen).catch(() => false))) end(hostId, known);
      const entry = shared.get(hostId) ?? begin(hostId);
      entry.users += 1;
      entry.timer.refresh();
      try {
        return await work(await entry.session);
      } finally {
        entry.users -= 1;
      }
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

type Turns = Map<string, { running: number; waiting: (() => void)[] }>;

/** Gives the function that leaves again. @throws the signal's reason when it aborts meanwhile. */
async function enter(turns: Turns, hostId: string, signal: AbortSignal): Promise<() => void> {
  const turn = turns.get(hostId) ?? { running: 0, waiting: [] };
  turns.set(hostId, turn);
  const leave = () => {
    const next = turn.waiting.shift();
    // The place is handed on: `running` stays.
    if (next) next();
    else turn.running -= 1;
  };
  if (turn.running < transfersAtOnce) turn.running += 1;
  else
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        turn.waiting.splice(turn.waiting.indexOf(go), 1);
        reject(signal.reason as Error);
      };
      turn.waiting.push(go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  return leave;
}
