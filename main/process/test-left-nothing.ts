import { afterAll, expect, vi } from 'vitest';

/**
 * Set up before each file that shares its worker, and the modules in it, with others: what one file left there, the
 * next one would meet. Such a file starts no process and no server either, which would go on beside the next.
 */
const state = () => ({
  env: { ...process.env },
  folder: process.cwd(),
  umask: process.umask(),
  // Libraries keep theirs behind symbols and underscores, once for all files.
  globals: Object.getOwnPropertyNames(globalThis).filter((name) => !name.startsWith('__')),
  fakeTimers: vi.isFakeTimers(),
  spies: [Date.now, fetch, setTimeout].map((one) => vi.isMockFunction(one)),
  listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  started: process.getActiveResourcesInfo().filter((name) => /^(Process|TCPServer)/i.test(name)),
});

const before = state();
afterAll(() => expect(state(), 'what a file of tests leaves to the next one').toEqual(before));
