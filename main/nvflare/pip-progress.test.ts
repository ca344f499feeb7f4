import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createPipProgress } from './pip-progress';
import { createFolder } from './test-bench';

it('rises from collecting to installed, and never falls', async () => {
  using place = createFolder();
  const packages = path.join(place.folder, 'lib', 'python3.12', 'site-packages');
  mkdirSync(path.join(packages, 'pip-24.0.dist-info'), { recursive: true });
  const progress = createPipProgress(place.folder);
  const seen = [
    progress.take('Collecting nvflare==2.8.1'),
    progress.take('  Downloading nvflare-2.8.1.whl (2 MB)'),
  ];
  for (let at = 0; at < 60; at += 1) seen.push(progress.take(`Collecting package-${at}`));
  seen.push(await progress.countInstalled());
  seen.push(progress.take('Installing collected packages: a, b, c, d'));
  expect(seen.at(-1)).toBe(0.5);
  mkdirSync(path.join(packages, 'a-1.dist-info'));
  mkdirSync(path.join(packages, 'b-1.dist-info'));
  seen.push(await progress.countInstalled());
  expect(seen.at(-1)).toBe(0.75);
  seen.push(progress.take('Successfully installed a-1 b-1 c-1 d-1'));
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen[0]).toBeGreaterThan(0);
  expect(seen.at(-1)).toBe(1);
});
