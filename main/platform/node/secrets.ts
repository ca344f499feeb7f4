import { AppError } from '../../errors';
import type { Secrets } from '../ports';
import type { KeychainClient, KeychainRequest } from './keychain-client';
import { type KeychainState, absent, hasSessionBus, readKeychainError, working } from './keychain-state';

/** How long a look at the keychain holds, so that a page full of calls does not ask it again and again. */
const rememberMs = 8000;
/** Where secrets go changes rarely, and pages ask for it often. */
const locationMs = 60_000;

class KeychainUnusable extends Error {
  constructor(readonly known: KeychainState) {
    super(known.message);
  }
}

/**
 * Secrets in the keychain of the operating system. Without one they are kept in memory for this run; with a
 * locked one nothing is kept and the person is told, because they expect to find the secret again tomorrow.
 */
export function createSecrets(client: KeychainClient, reachable: () => boolean = hasSessionBus): Secrets {
  const memory = new Map<string, string>();
  let last: { known: KeychainState; at: number } | null = null;
  let probing: Promise<KeychainState> | null = null;

  const remembered = (forMs = rememberMs): KeychainState | null =>
    last && Date.now() - last.at < forMs ? last.known : null;
  function remember(known: KeychainState): KeychainState {
    last = { known, at: Date.now() };
    return known;
  }

  async function attempt(request: Omit<KeychainRequest, 'id'>): Promise<string | null> {
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
  function callAnew(request: Omit<KeychainRequest, 'id'>, error: unknown): Promise<string | null> {
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

  /** Concurrent callers share one look. */
  const probe = (): Promise<KeychainState> => (probing ??= look().finally(() => (probing = null)));

  /** @throws AppError when it is locked; resolves to null when there is none. */
  async function reach(request: Omit<KeychainRequest, 'id'>): Promise<{ value: string | null } | null> {
    try {
      return { value: await attempt(request) };
    } catch (error) {
      if (!(error instanceof KeychainUnusable)) throw error;
      if (error.known.state === 'absent') return null;
      throw unavailable(error.known);
    }
  }

  return {
    probe: () => probe(),
    async location() {
      const known = remembered(locationMs) ?? (await probe());
      return known.state === 'absent' ? 'memory' : 'os';
    },
    async get(name) {
      const kept = memory.get(name);
      if (kept !== undefined) return kept;
      const found = await reach({ op: 'get', name });
      if (found?.value !== null && found?.value !== undefined) return found.value;
      // A locked keyring answers a search with "nothing", not with an error: only a probe tells them apart.
      const known = remembered() ?? (await probe());
      if (known.state === 'locked') throw unavailable(known);
      return null;
    },
    async set(name, value) {
      if (!(await reach({ op: 'set', name, value }))) return void memory.set(name, value);
      memory.delete(name);
      remember(working);
    },
    async remove(name) {
      memory.delete(name);
      await reach({ op: 'remove', name });
    },
  };
}

const unavailable = (known: KeychainState): AppError =>
  new AppError('UNAVAILABLE', known.message, { hint: known.hint });
