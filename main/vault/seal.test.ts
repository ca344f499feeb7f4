import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockBox, openBox } from './passphrase-box';
import { asGenerated, makePassword } from './password';
import { isSealed, keyIdOf, seal, sealBytes, unseal } from './seal';

const key = randomBytes(32);
const keyId = randomUUID();

describe('a sealed file', () => {
  test('opens with its key only, and says which key that is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (clear) => {
        const sealed = seal(key, keyId, clear);
        expect(isSealed(sealed)).toBe(true);
        expect(keyIdOf(sealed)).toBe(keyId);
        expect(sealed.length).toBe(clear.length + sealBytes);
        expect(unseal(key, sealed)).toEqual(Buffer.from(clear));
        expect(() => unseal(randomBytes(32), sealed)).toThrow(/damaged/);
      }),
    );
  });

  test('is never the same twice', () => {
    const clear = Buffer.from('the same');
    expect(seal(key, keyId, clear).equals(seal(key, keyId, clear))).toBe(false);
  });

  test('that was changed anywhere, or cut, is refused', () => {
    const sealed = seal(key, keyId, Buffer.from('-----BEGIN PRIVATE KEY-----'));
    // After the mark and the version, which other checks are for.
    for (let at = 7; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(key, changed), `byte ${at}`).toThrow(/damaged/);
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => unseal(key, sealed.subarray(0, length))).toThrow(/damaged/);
  });

  test('of a newer version is told as such', () => {
    const sealed = seal(key, keyId, Buffer.from('x'));
    sealed[6] = 2;
    expect(() => keyIdOf(sealed)).toThrow(/newer version/);
  });

  test('is not mistaken for a key in clear', () => {
    expect(isSealed(Buffer.from('-----BEGIN PRIVATE KEY-----'))).toBe(false);
    expect(isSealed(Buffer.alloc(0))).toBe(false);
  });
});

describe('what a passphrase opens', { timeout: 120_000 }, () => {
  const box = { kind: 'test', version: 1, passphrase: 'correct horse battery' };
  const content = Buffer.from('something private');
  const open = (bytes: Buffer, change: Partial<typeof box> = {}) =>
    openBox({ ...box, what: 'test file', ...change }, bytes);

  test('opens with it, however its characters are put together', async () => {
    const locked = await lockBox({ ...box, passphrase: 'pa\u0308ssword long' }, content);
    expect(locked.includes(content)).toBe(false);
    expect(await open(locked, { passphrase: 'p\u00e4ssword long' })).toEqual(content);
  });

  test('a generated one opens in whatever way its letters were typed', async () => {
    const passphrase = makePassword();
    const locked = await lockBox({ ...box, passphrase }, content);
    for (const typed of [passphrase.toLowerCase(), passphrase.replaceAll('-', ' '), ` ${passphrase}`])
      expect(await open(locked, { passphrase: typed })).toEqual(content);
    expect(asGenerated('correct horse battery')).toBeNull();
    expect(asGenerated(passphrase.slice(1))).toBeNull();
  });

  test('tells a wrong passphrase, a changed file, another file, and a newer one apart', async () => {
    const locked = await lockBox(box, content);
    await expect(open(locked, { passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'INVALID',
      message: 'The passphrase does not open this test file.',
    });
    const changed = Buffer.from(locked);
    changed[changed.length - 20] = (changed[changed.length - 20] ?? 0) ^ 1;
    await expect(open(changed)).rejects.toMatchObject({ message: expect.stringMatching(/damaged/) });
    await expect(open(Buffer.from('PK'))).rejects.toMatchObject({
      message: expect.stringMatching(/not a test file/),
    });
    await expect(open(await lockBox({ ...box, version: 2 }, content))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('that asks for more memory than there is reason for is refused at once', async () => {
    const locked = (await lockBox(box, content)).toString('latin1');
    const hostile = Buffer.from(
      locked.replace('"N":131072', '"N":1048576').replace('"r":8', '"r":32'),
      'latin1',
    );
    await expect(open(hostile)).rejects.toMatchObject({ code: 'INVALID' });
  });
});
