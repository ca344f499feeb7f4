import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { useHostFiles } from './test-files';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const encode = (at: string) => Buffer.from(at).toString('base64url');
const megabytes = 40;
/** For the pieces that are under way, and some. What waits for the collector takes 16 MB and more. */
const enough = 13 << 20;

/** The most memory outside of the heap, in bytes, that was taken while something was done. */
async function mostTaken(work: () => Promise<unknown>): Promise<number> {
  const taken = () => process.memoryUsage().arrayBuffers;
  const before = taken();
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, taken() - before)), 1);
  await work().finally(() => clearInterval(timer));
  return most;
}

// What a packet was in is used again for the next one. That rests on what the library does with it, for each kind of
// cipher differently, and on new keys in the middle, which come much more often here than anywhere else.
describe.skipIf(missing).each([
  ['aes128-gcm@openssh.com', []],
  ['chacha20-poly1305@openssh.com', []],
  ['aes128-ctr', ['MACs hmac-sha2-256-etm@openssh.com']],
  ['aes256-ctr', ['MACs hmac-sha2-256']],
])('a transfer with %s', (cipher, more) => {
  const there = useHostFiles([`Ciphers ${cipher}`, 'RekeyLimit 8M', ...more]);

  test('arrives whole, and keeps no packets that are done with', { timeout: 120_000 }, async () => {
    const { root, hostId, work } = there;
    const content = randomBytes(megabytes << 20);
    const [source, folder, back] = ['source.bin', 'in', 'back.bin'].map((name) => path.join(root, name));
    if (!source || !folder || !back) throw new Error('no names');
    writeFileSync(source, content);
    mkdirSync(folder);
    const place = { hostId, containerId: null };
    const from = { source: { from: 'grant' as const, grantId: source }, replace: false };
    const upload = () => work.run(work.files.upload({ ...place, ...from, path: encode(folder) }, 'tester'));
    const sent = await mostTaken(upload);
    const arrived = path.join(folder, 'source.bin');
    expect(readFileSync(arrived).equals(content)).toBe(true);
    expect(sent).toBeLessThan(enough);
    const to = { path: encode(arrived), grantId: back, as: 'file' as const };
    await work.run(work.files.download({ ...place, ...to }, 'tester'));
    expect(readFileSync(back).equals(content)).toBe(true);
  });
});
