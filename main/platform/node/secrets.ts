import { AppError } from '../../errors';
import type { Secrets } from '../ports';
import type { KeychainClient, KeychainRequest } from './keychain-client';
import { type KeychainState, hasSessionBus } from './keychain-state';
import { KeychainUnusable, createKeychainUse } from './keychain-use';

/** Where secrets go changes rarely, and pages ask for it often. */
const locationMs = 60_000;

/**
 * Secrets in the keychain of the operating system. Without one they are kept in memory for this run; with a
 * locked one nothing is kept and the person is told, because they expect to find the secret again tomorrow.
 */
export function createSecrets(client: KeychainClient, reachable: () => boolean = hasSessionBus): Secrets {
  const keychain = createKeychainUse(client, reachable);
  const memory = new Map<string, string>();

  /** @throws AppError when it is locked; resolves to null when there is none. */
  async function reach(request: Omit<KeychainRequest, 'id'>): Promise<{ value: string | null } | null> {
    try {
      return { value: await keychain.attempt(request) };
    } catch (error) {
      if (!(error instanceof KeychainUnusable)) throw error;
      if (error.known.state === 'absent') return null;
      throw unavailable(error.known);
    }
  }

  return {
    probe: () => keychain.probe(),
    async location() {
      const known = keychain.remembered(locationMs) ?? (await keychain.probe());
      return known.state === 'absent' ? 'memory' : 'os';
    },
    async get(name) {
      const kept = memory.get(name);
      if (kept !== undefined) return kept;
      const found = await reach({ op: 'get', name });
      if (found?.value !== null && found?.value !== undefined) return found.value;
      // A locked keyring answers a search with "nothing", not with an error: only a probe tells them apart.
      const known = keychain.remembered() ?? (await keychain.probe());
      if (known.state === 'locked') throw unavailable(known);
      return null;
    },
    async set(name, value) {
      if (!(await reach({ op: 'set', name, value }))) return void memory.set(name, value);
      memory.delete(name);
      keychain.worked();
    },
    async remove(name) {
      memory.delete(name);
      await reach({ op: 'remove', name });
    },
  };
}

const unavailable = (known: KeychainState): AppError =>
  new AppError('UNAVAILABLE', known.message, { hint: known.hint });
