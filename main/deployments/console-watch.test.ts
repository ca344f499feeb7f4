import { expect, test } from 'vitest';
import { type ConsoleWatch, hasLost, hear, newWatch } from './console-watch';

const second = 1000;
const listen = (lines: string[], watch: ConsoleWatch = newWatch(), at = 0) => {
  for (const line of lines) hear(watch, line, at);
  return watch;
};
const created = (wire: string, way: string, pid: number) =>
  `\u001B[38m2026-01-02 03:04:05,678 - conn_manager - INFO - Connection [${wire} N/A ${way} localhost:8002] is created: PID: ${pid}\u001B[0m`;
const closed = (wire: string, pid: number) =>
  `\u001B[38m2026-01-02 03:04:05,678 - conn_manager - INFO - Connection [${wire} Not Connected] is closed PID: ${pid}\u001B[0m`;
const registered = 'Successfully registered client:site-1 for project thorax. Token:t SSID:s';

test('a site is registered, loses its server, and has it back', () => {
  const watch = listen([created('CN00002', '=>', 7)]);
  expect(watch.ready).toBe(false);
  listen([registered], watch);
  expect([watch.ready, hasLost(watch, 0, null), watch.port]).toEqual([true, false, 8002]);
  listen([closed('CN00002', 7), 'Retrying [CH00001 ACTIVE grpc://localhost:8002] in 8 seconds'], watch);
  expect(hasLost(watch, 60 * second, null)).toBe(true);
  // Each try is "created" first: only one that lasts is a connection.
  listen([created('CN00003', '=>', 7)], watch, 61 * second);
  expect(hasLost(watch, 80 * second, null)).toBe(true);
  listen([closed('CN00003', 7), created('CN00004', '=>', 7)], watch, 81 * second);
  expect([hasLost(watch, 90 * second, null), hasLost(watch, 104 * second, null)]).toEqual([true, false]);
});

test('what its system says of the way makes it quicker, and tells of a silent one', () => {
  const watch = listen([created('CN00002', '=>', 7), registered]);
  expect(hasLost(watch, 0, 'silent')).toBe(true);
  expect(hasLost(watch, 0, 'open')).toBe(false);
  listen([closed('CN00002', 7), created('CN00003', '=>', 7)], watch, 61 * second);
  expect([62, 65].map((at) => hasLost(watch, at * second, 'open'))).toEqual([true, false]);
  expect(hasLost(watch, 65 * second, 'opening')).toBe(true);
});

test('what jobs and those below it do with their connections says nothing of its own', () => {
  const watch = listen([created('CN00002', '=>', 7), registered, created('CN00003', '<=', 7)]);
  listen([created('CN00002', '=>', 90), closed('CN00002', 90), closed('CN00003', 7)], watch);
  expect(hasLost(watch, 0, null)).toBe(false);
});

test('a server counts its sites, those that come back after a restart too', () => {
  const joined = 'Client: New client site-1@127.0.0.1 joined. Sent token: t.  Total clients: 1';
  const watch = listen(['Server started', joined, created('CN00009', '=>', 90), closed('CN00009', 90)]);
  expect(watch).toMatchObject({ ready: true, sites: 1 });
  const back = 'Re-activate the client: site-1 at site-1 with token: t';
  expect(listen(['Server started', back, back]).sites).toBe(2);
  expect(listen(['Fedwright: NVFlare asked to be started again.'], watch)).toEqual(newWatch());
});
