import { randomInt } from 'node:crypto';
import net from 'node:net';

/** Below those that a system gives to connections that go out, which would take one before its server is there. */
const from = 20_000;
const each = 1000;
const slices = 12;
/** Playwright counts its workers from 0, Vitest from 1. Those that run at once have different numbers. */
const worker = Number(process.env['TEST_PARALLEL_INDEX'] ?? process.env['VITEST_POOL_ID'] ?? 0);
const first = from + (worker % slices) * each;
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
