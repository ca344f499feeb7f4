import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import {
  beginEnvironment,
  completeEnvironment,
  discardInterrupted,
  environmentFolder,
  listEnvironments,
  removeEnvironment,
} from './own-environment';
import { createFolder } from './test-bench';

it('lists whole environments, the preferred first', async () => {
  using place = createFolder();
  const data = place.folder;
  for (const version of ['2.8.1', '2.9.0', '2.8.3'])
    await completeEnvironment(await beginEnvironment(data, version, 'task'), version);
  await beginEnvironment(data, '2.10.0', 'task');
  const versions = (await listEnvironments(data, '2.8.1')).map(({ version }) => version);
  expect(versions).toEqual(['2.8.1', '2.9.0', '2.8.3']);
  await removeEnvironment(data, '2.9.0');
  expect(await listEnvironments(data, '2.8.1')).toHaveLength(2);
});

it('after a crash removes what that task left, and nothing of another', async () => {
  using place = createFolder();
  const data = place.folder;
  const folder = await beginEnvironment(data, '2.8.1', 'crashed');
  mkdirSync(path.join(folder, 'lib'));
  discardInterrupted(data, '2.8.1', 'another');
  expect(existsSync(folder)).toBe(true);
  discardInterrupted(data, '2.8.1', 'crashed');
  expect(existsSync(folder)).toBe(false);
  await vi.waitFor(() => expect(readdirSync(path.join(data, 'runtime'))).toEqual([]));
  await completeEnvironment(await beginEnvironment(data, '2.8.1', 'crashed'), '2.8.1');
  discardInterrupted(data, '2.8.1', 'crashed');
  expect(existsSync(environmentFolder(data, '2.8.1'))).toBe(true);
});
