import { z } from 'zod';
import { AppError, invalid } from '../errors';
import type { Keyring } from './keyring';
import { lockBox, openBox } from './passphrase-box';
import { keyBytes } from './seal';
import { createUnsealer, type Unsealer } from './service';

const format = { kind: 'fedwright-keys', version: 1, what: 'backup' };
const contentSchema = z.record(z.uuid(), z.string());

/**
 * The keys of these ids, wrapped under a passphrase, as text; and the ids that the keychain does not have.
 * @throws AppError UNAVAILABLE when the keychain is locked.
 */
export async function wrapKeys(
  keyring: Pick<Keyring, 'read'>,
  keyIds: Iterable<string>,
  passphrase: string,
): Promise<{ text: string; missing: string[] }> {
  const keys: Record<string, string> = {};
  const missing: string[] = [];
  for (const id of keyIds) {
    const key = await keyring.read(id);
    if (key) keys[id] = key.toString('base64');
    else missing.push(id);
  }
  const box = await lockBox({ ...format, passphrase }, Buffer.from(JSON.stringify(keys)));
  return { text: box.toString('base64'), missing };
}

/** @throws AppError INVALID when the passphrase is another one, or it was changed. */
async function unwrapKeys(text: string, passphrase: string): Promise<Map<string, Buffer>> {
  const content = await openBox({ ...format, passphrase }, Buffer.from(text, 'base64'));
  const keys = contentSchema.parse(JSON.parse(content.toString('utf8')));
  return new Map(
    Object.entries(keys).map(([id, key]) => {
      const bytes = Buffer.from(key, 'base64');
      if (bytes.length !== keyBytes) throw invalid('This backup is damaged.', 'Use another one.');
      return [id, bytes];
    }),
  );
}

/**
 * Puts wrapped keys into this machine's keychain. Null: they are all there now. Where there is no keychain that
 * would keep them, what is sealed with them has to be unsealed by what this returns.
 * @throws AppError INVALID for another passphrase, UNAVAILABLE when the keychain is locked.
 */
export async function adoptKeys(
  keyring: Keyring,
  text: string,
  passphrase: string,
): Promise<Unsealer | null> {
  const keys = await unwrapKeys(text, passphrase);
  const { state, message, hint } = await keyring.probe();
  if (state === 'locked') throw new AppError('UNAVAILABLE', message, { hint });
  if (state === 'ok') {
    let kept = true;
    for (const [id, key] of keys) kept = (await keepKey(keyring, id, key)) && kept;
    if (kept) return null;
  }
  return createUnsealer({ probe: keyring.probe, read: async (id) => keys.get(id) ?? null });
}

/** A key that is there is never replaced: a file that claims to have another one of that id must not take it away. */
async function keepKey(keyring: Keyring, id: string, key: Buffer): Promise<boolean> {
  const found = await keyring.read(id);
  if (!found) return keyring.write(id, key);
  if (found.equals(key)) return true;
  throw invalid('This backup is damaged.', 'Use another one. Nothing was changed.');
}
