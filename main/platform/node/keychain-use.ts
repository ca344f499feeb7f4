import type { KeychainClient, KeychainRequest } from './keychain-client';
import { type KeychainState, absent, readKeychainError, working } from './keychain-state';

/** How long a look at the keychain holds, so that a page full of calls does not ask it again and again. */
const rememberMs = 8000;

type Request = Omit<KeychainRequest, 'id'>;

/** Thrown instead of asking a keychain that cannot be used; says how it is. */
export class KeychainUnusable extends Error {
  constructor(readonly known: KeychainState) {
    super(known.message);
  }
}

/** The keychain with a memory of how it was found: one that is locked or absent is left alone for a while. */
export function createKeychainUse(client: KeychainClient, reachable: () => boolean) {
  let last: { known: KeychainState; at: number } | null = null;
  let probing: Promise<KeychainState> | null = null;

  /** How it was found within the last `forMs` milliseconds; null when that is not known. */
  const remembered = (forMs = rememberMs): KeychainState | null =>
    last && Date.now() - last.at < forMs ? last.known : null;

  function remember(known: KeychainState): KeychainState {
    last = { known, at: Date.now() };
    return known;
  }

  /** @throws KeychainUnusable */
  async function attempt(request: Request): Promise<string | null> {
    const known = remembered();
    if (known && known.state !== 'ok') throw new KeychainUnusable(known);
    if (!reachable()) throw new KeychainUnusable(remember(absent('there is no session bus')));
    try {
      return await client.call(request).catch((error: unknown) => callAnew(request, error));
    } catch (error) {
      throw new KeychainUnusable(remember(readKeychainError(error)));
    }
  }

  /** A helper from before the keychain's own restart holds a session that is gone; a new one does not. */
  function callAnew(request: Request, error: unknown): Promise<string | null> {
    if (readKeychainError(error).state === 'locked') throw error;
    client.dispose();
    return client.call(request);
  }

  async function look(): Promise<KeychainState> {
    try {
      await attempt({ op: 'probe', name: '' });
      return remember(working);
    } catch (error) {
      if (error instanceof KeychainUnusable) return error.known;
      throw error;
    }
  }

  return {
    attempt,
    remembered,
    /** Notes that a value could just be written. */
    worked: (): KeychainState => remember(working),
    /** Looks now. Concurrent callers share one look. */
    probe: (): Promise<KeychainState> => (probing ??= look().finally(() => (probing = null))),
  };
}
