import { randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import type { Secrets } from '../platform/ports';
import { createAllSealed } from './all-sealed';
import { createKeyRow } from './key-row';
import { createKeyring, type Keyring } from './keyring';
import { isSealed, keyBytes, keyIdOf, seal, unseal } from './seal';

/** Seals what is about to rest on the disk. */
export interface Sealer {
  seal(clear: Uint8Array): Buffer;
}

/** Gives clear bytes: of what is sealed, the content; what is in clear passes through. */
export interface Unsealer {
  /** @throws AppError UNAVAILABLE when the key cannot be had now, STORAGE when the file was changed. */
  unseal(bytes: Buffer): Promise<Buffer>;
}

export interface VaultStatus {
  /**
   * `none`: no keychain, so nothing is sealed. `locked`, `absent`: something was sealed, and the keychain is
   * locked or gone. `missing`: the keychain works, and lacks the key. `clear`: ready, and keys of before may
   * lie in clear.
   */
  state: 'ready' | 'clear' | 'none' | 'locked' | 'absent' | 'missing';
  message: string;
  hint: string;
}

export type Vault = ReturnType<typeof createVault>;

/**
 * Seals private keys between runs, under a key that only the keychain of the operating system has. The key is
 * asked for when it is needed, for that one piece of work. Without a keychain nothing is sealed: a key that is
 * forgotten tomorrow would take every CA with it.
 */
export function createVault({ db, secrets }: { db: Db; secrets: Secrets }) {
  const keyring = createKeyring(secrets);
  const row = createKeyRow(db);
  const allSealed = createAllSealed(db);
  const without = (why: string) => {
    allSealed.clear();
    return { sealer: null, warning: inClear(why) };
  };

  /** A new key under an id of its own: of two processes that make one, the store says whose counts. */
  async function mint(before: string | null): Promise<{ id: string; key: Buffer } | null> {
    const made = { id: randomUUID(), key: randomBytes(keyBytes) };
    if (!(await keyring.write(made.id, made.key))) return null;
    const id = row.replace(before, made.id);
    if (id === made.id) return made;
    await keyring.remove(made.id);
    const key = await keyring.read(id);
    return key && { id, key };
  }

  return {
    keyring,
    /**
     * How the next run's keys are to be kept. Without a sealer they stay in clear for their owner only, and
     * `warning` says why.
     * @throws AppError UNAVAILABLE when the keychain is locked and this data directory seals.
     */
    async sealing(): Promise<{ sealer: Sealer; warning: null } | { sealer: null; warning: string }> {
      const known = row.read();
      const { state, message, hint } = await keyring.probe();
      if (state === 'locked' && known !== null) throw lockedError(hint);
      if (state !== 'ok') return without(message);
      const found = known === null ? null : await keyring.read(known);
      const current = known !== null && found ? { id: known, key: found } : await mint(known);
      if (!current) return without('The keychain did not keep the key.');
      return { sealer: { seal: (clear) => seal(current.key, current.id, clear) }, warning: null };
    },
    /** For one piece of work: it remembers the key that it was given. */
    unsealer: (): Unsealer => createUnsealer(keyring),
    async status(): Promise<VaultStatus> {
      const known = row.read();
      const { state, message, hint } = await keyring.probe();
      if (state === 'ok') {
        if (known !== null && (await keyring.read(known)) === null)
          return statusOf('missing', missingError());
        return {
          state: 'ready',
          message: 'CAs and private keys are sealed between runs; the key is in the keychain.',
          hint: '',
        };
      }
      if (known === null) return { state: 'none', message: inClear(message), hint };
      return state === 'locked'
        ? statusOf('locked', lockedError(hint))
        : statusOf('absent', absentError(hint));
    },
  };
}

const statusOf = (state: VaultStatus['state'], { message, data }: AppError): VaultStatus => ({
  state,
  message,
  hint: data.hint,
});

export function createUnsealer(keyring: Pick<Keyring, 'read' | 'probe'>): Unsealer {
  const keys = new Map<string, Promise<Buffer>>();
  return {
    async unseal(bytes) {
      if (!isSealed(bytes)) return bytes;
      const id = keyIdOf(bytes);
      const asked = keys.get(id) ?? needKey(keyring, id);
      keys.set(id, asked);
      return unseal(await asked, bytes);
    },
  };
}

/** @throws AppError UNAVAILABLE, with what to do about the keychain. */
async function needKey(keyring: Pick<Keyring, 'read' | 'probe'>, id: string): Promise<Buffer> {
  let key: Buffer | null;
  try {
    key = await keyring.read(id);
  } catch (error) {
    throw error instanceof AppError && error.code === 'UNAVAILABLE' ? lockedError(error.data.hint) : error;
  }
  if (key) return key;
  const { state, hint } = await keyring.probe();
  if (state === 'locked') throw lockedError(hint);
  throw state === 'absent' ? absentError(hint) : missingError();
}

const inClear = (why: string): string =>
  `CAs and private keys are kept in clear, for their owner only, until there is a keychain to seal them with. ${why}`;

const lockedError = (hint: string): AppError =>
  new AppError(
    'UNAVAILABLE',
    'CAs and private keys are sealed, and the keychain that has their key is locked.',
    {
      hint,
    },
  );

const absentError = (hint: string): AppError =>
  new AppError(
    'UNAVAILABLE',
    'CAs and private keys are sealed, and the keychain that has their key is not here.',
    {
      hint,
    },
  );

export const missingError = (): AppError =>
  new AppError(
    'UNAVAILABLE',
    'CAs and private keys are sealed with a key that this keychain does not have.',
    {
      hint: 'The keychain of the machine and user that sealed them has it. To go on here, restore an exported backup with its passphrase (Settings, Upkeep), or import the CA from a file as a project of its own (Projects, Import CA). Without either, rotate the CA: everyone needs a new kit then.',
    },
  );
