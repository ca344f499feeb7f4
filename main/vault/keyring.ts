import type { Secrets, SecretsState } from '../platform/ports';
import { keyBytes } from './seal';

export type Keyring = ReturnType<typeof createKeyring>;

const accountOf = (keyId: string): string => `vault-key:${keyId}`;

/** The keys that seal, in the keychain of the operating system, each under an id of its own. */
export function createKeyring(secrets: Secrets) {
  return {
    probe: (): Promise<{ state: SecretsState; message: string; hint: string }> => secrets.probe(),
    /** Null: the keychain has none of this id, or there is no keychain. @throws AppError UNAVAILABLE when locked. */
    async read(keyId: string): Promise<Buffer | null> {
      const found = await secrets.get(accountOf(keyId));
      if (found === null) return null;
      const key = Buffer.from(found, 'base64');
      return key.length === keyBytes ? key : null;
    },
    /** False when it would not be there any more tomorrow; then nothing is kept. */
    async write(keyId: string, key: Buffer): Promise<boolean> {
      if ((await secrets.probe()).state !== 'ok') return false;
      const value = key.toString('base64');
      await secrets.set(accountOf(keyId), value);
      // Between the look and the writing the keychain may have gone: then it went to memory, which ends with us.
      const kept = (await secrets.location()) === 'os' && (await secrets.get(accountOf(keyId))) === value;
      if (!kept) await secrets.remove(accountOf(keyId));
      return kept;
    },
    remove: (keyId: string): Promise<void> => secrets.remove(accountOf(keyId)),
  };
}
