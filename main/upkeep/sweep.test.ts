import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createPlaces } from '../distributed/layout';
import { openHouse } from '../provisioning/test-house';
import { keepUp } from './test-keeper';

test('what a crash left of backups and of distributed provisioning goes, once no one can be at it', async () => {
  const house = await openHouse();
  const { staging, distributed: root } = house.layout;
  const other = await openHouse({ data: house.data });
  const ca = createPlaces({ root, staging }).staging('one');
  const left = [ca, path.join(staging, 'backup-one'), path.join(house.data, 'backups', '.one.zip.part')];
  const kept = [path.join(staging, 'export'), path.join(house.data, 'backups', 'notes')];
  for (const folder of [...left, ...kept]) mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(ca, 'rootCA.key'), 'in clear', { mode: 0o600 });
  const keeper = keepUp(house);
  keeper.sweep();
  expect(left.filter((file) => existsSync(file))).toEqual(left);
  await other.close({ keep: true });
  keeper.sweep();
  expect(left.filter((file) => existsSync(file))).toEqual([]);
  expect(kept.filter((file) => existsSync(file))).toEqual(kept);
  await house.close();
});
