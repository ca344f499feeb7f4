import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRows } from '../projects/tables';
import { bareMachine, createFolder, createTestRuntime, writeProgram } from './test-bench';

/** A whole environment of this version, whose Python answers as one with NVFlare does. */
function addEnvironment(data: string, version: string): void {
  const folder = path.join(data, 'runtime', `nvflare-${version}`);
  const python = path.join(folder, 'bin', 'python');
  const found = {
    python: '3.12.4',
    executable: python,
    prefix: folder,
    nvflare: version,
    watched: [],
    hasVenv: true,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, '.complete'), '{}');
  const answer = [found, { importError: null }].map((each) => `echo '${JSON.stringify(each)}'`);
  writeProgram(python, '#!/bin/sh', ...answer);
}

async function open(folder: string, versions: string[]) {
  for (const version of versions) addEnvironment(folder, version);
  const bench = await createTestRuntime(folder, bareMachine(folder, []));
  const counts = { servers: 1, clients: 1, relays: 0, admins: 1 };
  const when = { createdAt: 1, updatedAt: 1 };
  const texts = { id: 'p1', name: 'stroke', description: '', document: '' };
  bench.store.db
    .insert(projectRows)
    .values({ ...texts, ...when, counts, revision: 1, errors: 0, warnings: 0 })
    .run();
  return bench;
}

it.skipIf(process.platform === 'win32')('each project has its NVFlare, or the one that all use', async () => {
  using place = createFolder();
  await using bench = await open(place.folder, ['2.7.3', '2.8.1', '2.9.0']);
  const { runtime } = bench;
  expect(await runtime.forProject('p1')).toMatchObject({ version: null, next: '2.8.1', usual: '2.8.1' });
  expect((await runtime.require('p1')).version).toBe('2.8.1');

  const chosen = await runtime.chooseForProject('p1', '2.7.3');
  expect(chosen).toMatchObject({ version: '2.7.3', next: '2.7.3', usual: '2.8.1' });
  expect(chosen.features).toMatchObject({ overseer: false });
  expect(chosen.choices.map(({ version }) => version)).toEqual(['2.9.0', '2.8.1', '2.7.3']);
  expect((await runtime.require('p1')).version).toBe('2.7.3');
  expect((await runtime.require()).version).toBe('2.8.1');
  expect(await runtime.featuresFor('p1')).toMatchObject({ studies: false, overseer: false });
  expect(await runtime.featuresFor(null)).toMatchObject({ studies: true });

  // Also of a version that is not there it is known what it can do.
  const older = await runtime.chooseForProject('p1', '2.6.3');
  expect(older).toMatchObject({ next: null, features: { overseer: true } });
  await runtime.chooseForProject('p1', '2.8.3');
  expect(await runtime.forProject('p1')).toMatchObject({ next: null, features: { overseer: false } });
  await expect(runtime.require('p1')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'This project is for NVFlare 2.8.3, which is not installed.',
  });
  await runtime.chooseForProject('p1', null);
  expect((await runtime.require('p1')).version).toBe('2.8.1');
  await expect(runtime.chooseForProject('p2', '2.8.1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it.skipIf(process.platform === 'win32')('removes an environment that nobody uses, and no other', async () => {
  using place = createFolder();
  await using bench = await open(place.folder, ['2.8.1', '2.8.3', '2.9.0']);
  const { runtime } = bench;
  await runtime.chooseForProject('p1', '2.9.0');
  const { environments } = await runtime.environments();
  expect(environments).toEqual([
    expect.objectContaining({ version: '2.9.0', inUse: false, projects: [{ id: 'p1', name: 'stroke' }] }),
    expect.objectContaining({ version: '2.8.3', inUse: false, projects: [] }),
    expect.objectContaining({ version: '2.8.1', inUse: true, projects: [] }),
  ]);
  expect(environments.every(({ bytes }) => bytes > 0)).toBe(true);
  await expect(runtime.removeEnvironment('2.8.1')).rejects.toThrow('is in use');
  await expect(runtime.removeEnvironment('2.9.0')).rejects.toThrow('stroke');
  await expect(runtime.removeEnvironment('2.7.2')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const left = await runtime.removeEnvironment('2.8.3');
  expect(left.environments.map(({ version }) => version)).toEqual(['2.9.0', '2.8.1']);
});
