import type { Redactor } from '../logs/redact';
import type { Secrets } from '../platform/ports';

export type HostSecret = 'password' | 'passphrase';
export type HostSecrets = ReturnType<typeof createHostSecrets>;

/** Passwords of hosts and passphrases of their keys: in the keychain, under the host's id. */
export function createHostSecrets(secrets: Secrets, redactor: Redactor) {
  const account = (hostId: string, kind: HostSecret) => `host-${kind}:${hostId}`;
  return {
    /** @throws AppError UNAVAILABLE when the keychain is locked. */
    async get(hostId: string, kind: HostSecret): Promise<string | null> {
      const value = await secrets.get(account(hostId, kind));
      if (value !== null) redactor.register(value);
      return value;
    },
    async set(hostId: string, kind: HostSecret, value: string | null): Promise<void> {
      if (value === null) return secrets.remove(account(hostId, kind));
      redactor.register(value);
      await secrets.set(account(hostId, kind), value);
    },
  };
}
