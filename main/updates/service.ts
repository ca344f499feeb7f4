import type { UpdateState } from '../../preload/contract/updates';
import { AppError, conflict } from '../errors';
import type { Log } from '../logs/log';
import type { UpdateFeed } from '../platform/ports';

const dayMs = 86_400_000;
/** How often it is looked whether a day has passed; a laptop sleeps through longer timers. */
const lookMs = 3_600_000;

export type Updates = ReturnType<typeof createUpdates>;

/** New versions of the app: asked for on demand, or daily when the person wants that; never installed unasked. */
export function createUpdates(options: {
  /** Null where there is none: no feed, or another door. */
  feed: UpdateFeed | null;
  /** Whether the person wants a look every day. */
  daily: () => boolean;
  log: Log;
}) {
  const { feed, log } = options;
  let state: UpdateState = {
    ...{ phase: 'unknown', version: null, progress: null, message: '', checkedAt: null, atQuit: false },
  };
  const set = (change: Partial<UpdateState>): UpdateState => (state = { ...state, ...change });

  function need(): UpdateFeed {
    if (feed) return feed;
    throw new AppError('UNAVAILABLE', 'This installation has no update feed.', {
      hint: 'Update it the way it was installed.',
    });
  }

  function fail(error: unknown): UpdateState {
    log.warn({ err: error }, 'the update feed failed');
    return set({ phase: 'failed', progress: null, message: reasonOf(error) });
  }

  async function check(): Promise<UpdateState> {
    const from = need();
    // A download that runs or is done knows more than another look would.
    if (['checking', 'downloading', 'downloaded'].includes(state.phase)) return state;
    set({ phase: 'checking', message: '' });
    try {
      const version = await from.check();
      return set({ phase: version === null ? 'current' : 'available', version, checkedAt: Date.now() });
    } catch (error) {
      return fail(error);
    }
  }

  function download(): UpdateState {
    const from = need();
    if (state.phase === 'downloading' || state.phase === 'downloaded') return state;
    if (state.version === null) throw conflict('There is no update to download.', 'Check for updates first.');
    from
      .download((progress) => set({ progress }))
      .then(() => set({ phase: 'downloaded', progress: null }))
      .catch(fail);
    return set({ phase: 'downloading', progress: 0, message: '' });
  }

  const isDue = () => state.checkedAt === null || Date.now() - state.checkedAt >= dayMs;
  const look = () => void (options.daily() && isDue() && check());
  const timer = feed ? setInterval(look, lookMs).unref() : null;

  return {
    state: (): UpdateState => state,
    check,
    download,
    /** @throws AppError CONFLICT before it was downloaded. */
    installAtQuit(atQuit: boolean): UpdateState {
      const from = need();
      if (state.phase !== 'downloaded')
        throw conflict('The update is not downloaded yet.', 'Download it, then choose when it is installed.');
      from.installAtQuit(atQuit);
      return set({ atQuit });
    },
    /** The first look of a process, when one is wanted. */
    start: () => void (feed && look()),
    dispose: () => void (timer && clearInterval(timer)),
  };
}

/** The first line: the rest is a trace or a page. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? '';
