import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type * as GiveBack from '../ssh/give-back';
import { useHostFiles } from './test-files';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const encode = (at: string) => Buffer.from(at).toString('base64url');
const megabytes = 40;
/** What packets carry of a transfer, in bytes: nearly all of it, but for what is too small to be worth it. */
const nearlyAll = 0.9 * (megabytes << 20);
/** Of a cipher that hides the length of a packet too, about a tenth of what comes stays for the collector. */
const mostOfIt = 0.8 * (megabytes << 20);

const given = vi.hoisted(() => ({ bytes: 0 }));
vi.mock('../ssh/give-back', async (load) => {
  const real = await load<typeof GiveBack>();
  return {
    giveBack(bytes: Uint8Array) {
      const before = bytes.byteLength;
      real.giveBack(bytes);
      given.bytes += before - bytes.byteLength;
    },
  };
});

/** The bytes whose memory was given back while something was done. */
async function givenBackBy(work: () => Promise<unknown>): Promise<number> {
  const before = given.bytes;
  await work();
  return given.bytes - before;
}

// What a packet was in is used again for the next one. That rests on what the library does with it, for each kind of
// cipher differently, and on new keys in the middle, which come much more often here than anywhere else.
describe.skipIf(missing).each([
  ['aes128-gcm@openssh.com', [], nearlyAll],
  ['chacha20-poly1305@openssh.com', [], nearlyAll],
  ['aes128-ctr', ['MACs hmac-sha2-256-etm@openssh.com'], nearlyAll],
  ['aes256-ctr', ['MACs hmac-sha2-256'], mostOfIt],
])('a transfer with %s', (cipher, more, least) => {
  const there = useHostFiles([`Ciphers ${cipher}`, 'RekeyLimit 8M', ...more]);

  test('arrives whole, and gives the memory of its packets back', { timeout: 120_000 }, async () => {
    const { root, hostId, work } = there;
    const content = randomBytes(megabytes << 20);
    const [source, folder, back] = ['source.bin', 'in', 'back.bin'].map((name) => path.join(root, name));
    if (!source || !folder || !back) throw new Error('no names');
    writeFileSync(source, content);
    mkdirSync(folder);
    const place = { hostId, containerId: null };
    const from = { source: { from: 'grant' as const, grantId: source }, replace: false };
    const upload = () => work.run(work.files.upload({ ...place, ...from, path: encode(folder) }, 'tester'));
    const sent = await givenBackBy(upload);
    const arrived = path.join(folder, 'source.bin');
    expect(readFileSync(arrived).equals(content)).toBe(true);
    expect(sent).toBeGreaterThan(nearlyAll);
    const to = { path: encode(arrived), grantId: back, as: 'file' as const };
    const fetched = await givenBackBy(() => work.run(work.files.download({ ...place, ...to }, 'tester')));
    expect(fetched).toBeGreaterThan(least);
    expect(readFileSync(back).equals(content)).toBe(true);
  });
});
