import { randomInt } from 'node:crypto';
import net from 'node:net';

/** Below those that a system gives to connections that go out, which would take one before its server is there. */
const from = 20_000;
const each = 1000;
const slices = 12;
/** Workers of Playwright have the first half of the slices and those of Vitest the second: both may run at once. */
const ofPlaywright = process.env['TEST_PARALLEL_INDEX'];
const half = slices / 2;
const worker =
  ofPlaywright === undefined
    ? half + (Number(process.env['VITEST_POOL_ID'] ?? 0) % half)
    : Number(ofPlaywright) % half;
const first = from + worker * each;
const given = new Set<number>();

/** A port that nothing listened on a moment ago, and that no other test is given. */
export async function freePort(): Promise<number> {
  while (given.size < each) {
    const port = first + randomInt(each);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${first} on is left`);
}

/** On every address of this machine. */
const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
