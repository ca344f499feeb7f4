import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../db/open';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { createVault } from './service';
import { adoptKeys, wrapKeys } from './wrapped-keys';

let folder: string;
let store: Store;
const keychain = (name = 'keychain') => createFileSecrets(path.join(folder, name));

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-vault-'));
  store = await openStore({ data: folder, migrations: path.resolve('resources/migrations') });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const clear = Buffer.from('a private key');
async function sealed(secrets = keychain()): Promise<Buffer> {
  const { sealer } = await createVault({ db: store.db, secrets }).sealing();
  return sealer?.seal(clear) ?? clear;
}
const unsealed = (bytes: Buffer, secrets = keychain()) =>
  createVault({ db: store.db, secrets }).unsealer().unseal(bytes);

describe('the vault', () => {
  test('seals with one key, which the next process finds in the keychain', async () => {
    const [one, two] = [await sealed(), await sealed()];
    expect(one.subarray(0, 23)).toEqual(two.subarray(0, 23));
    expect(await unsealed(one)).toEqual(clear);
    expect(await createVault({ db: store.db, secrets: keychain() }).status()).toMatchObject({
      state: 'ready',
    });
  });

  test('made by several at the same moment has one key for all of them', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => sealed()));
    expect(new Set(all.map((bytes) => bytes.toString('hex', 0, 23))).size).toBe(1);
    for (const bytes of all) expect(await unsealed(bytes)).toEqual(clear);
  });

  test('lets pass what is in clear', async () => {
    expect(await unsealed(clear)).toEqual(clear);
  });

  test('seals nothing without a keychain, and says so', async () => {
    const secrets = keychain();
    secrets.state = 'absent';
    const vault = createVault({ db: store.db, secrets });
    expect(await vault.sealing()).toMatchObject({ sealer: null, warning: expect.stringMatching(/in clear/) });
    expect(await vault.status()).toMatchObject({ state: 'none' });
    secrets.state = 'locked';
    expect(await vault.sealing()).toMatchObject({ sealer: null });
    secrets.state = 'ok';
    expect((await vault.sealing()).sealer).not.toBeNull();
  });

  test('with a locked keychain opens nothing and makes no new key', async () => {
    const bytes = await sealed();
    const secrets = keychain();
    secrets.state = 'locked';
    const locked = { code: 'UNAVAILABLE', message: expect.stringMatching(/locked/) };
    await expect(sealed(secrets)).rejects.toMatchObject(locked);
    await expect(unsealed(bytes, secrets)).rejects.toMatchObject(locked);
    expect(await createVault({ db: store.db, secrets }).status()).toMatchObject({ state: 'locked' });
    secrets.state = 'ok';
    expect(await unsealed(bytes, secrets)).toEqual(clear);
  });

  test('without the key in the keychain says where it is and what to do', async () => {
    const bytes = await sealed();
    const other = keychain('of-another-machine');
    await expect(unsealed(bytes, other)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      data: { hint: expect.stringMatching(/restore an exported backup.*import the CA/) },
    });
    expect(await createVault({ db: store.db, secrets: other }).status()).toMatchObject({ state: 'missing' });
    // What is made from now on is sealed with a key of this machine; both open where both keys are.
    const later = await sealed(other);
    expect(await unsealed(later, other)).toEqual(clear);
    expect(await unsealed(bytes)).toEqual(clear);
  });
});

describe('keys that go to another machine', { timeout: 120_000 }, () => {
  const keyIdsOf = (bytes: Buffer) => [
    bytes.toString('hex', 7, 23).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  ];

  test('open there what was sealed here, and only with the passphrase', async () => {
    const bytes = await sealed();
    const vault = createVault({ db: store.db, secrets: keychain() });
    const { text, missing } = await wrapKeys(vault.keyring, keyIdsOf(bytes), 'a long passphrase');
    expect(missing).toEqual([]);
    const there = createVault({ db: store.db, secrets: keychain('there') }).keyring;
    await expect(adoptKeys(there, text, 'another one')).rejects.toMatchObject({ code: 'INVALID' });
    expect(await adoptKeys(there, text, 'a long passphrase')).toBeNull();
    expect(await unsealed(bytes, keychain('there'))).toEqual(clear);
  });

  test('do not replace a key that is there', async () => {
    const bytes = await sealed();
    const [id = ''] = keyIdsOf(bytes);
    const hostile = await wrapKeys({ read: async () => Buffer.alloc(32) }, [id], 'a long passphrase');
    const { keyring } = createVault({ db: store.db, secrets: keychain() });
    await expect(adoptKeys(keyring, hostile.text, 'a long passphrase')).rejects.toMatchObject({
      code: 'INVALID',
    });
    expect(await unsealed(bytes)).toEqual(clear);
  });

  test('unseal where there is no keychain, and wait for a locked one', async () => {
    const bytes = await sealed();
    const { keyring } = createVault({ db: store.db, secrets: keychain() });
    const { text } = await wrapKeys(keyring, keyIdsOf(bytes), 'a long passphrase');
    const secrets = keychain('there');
    const there = createVault({ db: store.db, secrets }).keyring;
    secrets.state = 'locked';
    await expect(adoptKeys(there, text, 'a long passphrase')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    secrets.state = 'absent';
    const unsealer = await adoptKeys(there, text, 'a long passphrase');
    expect(await unsealer?.unseal(bytes)).toEqual(clear);
  });
});
