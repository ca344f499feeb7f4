import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openHouse } from '../provisioning/test-house';
import { restart } from './test-crash';
import { keepUp } from './test-keeper';

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

test('CAs and keys of distributed provisioning are in a backup and come back from it', async () => {
  const house = await openHouse();
  const { data, layout } = house;
  cleanUps.push(() => rmSync(data, { recursive: true, force: true }));
  const file = (...parts: string[]) => path.join(layout.distributed, ...parts);
  const write = (place: string, text: string) => {
    mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
    writeFileSync(place, text, { mode: 0o600 });
  };
  const ca = file('ca', 'one', 'rootCA.key');
  const lost = file('requests', 'two', 'key', 'site-1.key');
  const since = file('requests', 'three', 'key', 'site-2.key');
  write(ca, 'then');
  write(lost, 'the only copy');
  const keeper = keepUp(house);
  const backupId = await keeper.made();
  write(ca, 'now');
  write(since, 'made since');
  rmSync(file('requests', 'two'), { recursive: true });
  expect((await keeper.staged({ backupId })).error).toBeNull();
  await house.close({ keep: true });

  const steps: string[] = [];
  await restart(data, null, (step) => steps.push(step));
  expect(steps).toContain('put distributed in place');
  expect(readFileSync(ca, 'utf8')).toBe('then');
  expect(readFileSync(lost, 'utf8')).toBe('the only copy');
  expect(readFileSync(since, 'utf8')).toBe('made since');
  for (const place of [ca, lost, since]) expect(statSync(place).mode & 0o777).toBe(0o600);
  expect(existsSync(path.join(data, 'restore'))).toBe(false);
});
