import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDownloads } from './downloads';
import { createDragStages, lifetimeMs } from './drag-stage';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-stage-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const taken = vi.fn();
const write = async (file: string) => {
  writeFileSync(file, 'keys');
  return 4;
};

test('a staged kit goes after its time, and one that could not be written at once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stages = createDragStages({ folder, downloads: createDownloads() });
  const full = () => Promise.reject(new Error('full'));
  await expect(stages.stage('kit', 'a.zip', full, taken)).rejects.toThrow('full');
  expect(readdirSync(folder)).toEqual([]);
  await stages.stage('kit', 'a.zip', write, taken);
  expect(readdirSync(folder)).toHaveLength(1);
  vi.advanceTimersByTime(lifetimeMs);
  expect(readdirSync(folder)).toEqual([]);
});

test('the end of the app also takes what is still being written', async () => {
  const stages = createDragStages({ folder, downloads: createDownloads() });
  let goOn = () => {};
  const staged = stages.stage(
    'kit',
    'a.zip',
    async (file) => {
      writeFileSync(`${file}.part`, 'keys');
      await new Promise<void>((resolve) => (goOn = resolve));
      mkdirSync(path.dirname(file));
      return write(file);
    },
    taken,
  );
  const refused = expect(staged).rejects.toThrow();
  stages.dispose();
  expect(readdirSync(folder)).toEqual([]);
  goOn();
  await refused;
  expect(readdirSync(folder)).toEqual([]);
});

test('a staged kit that is fetched by its link is told of, one that is only staged is not', async () => {
  const downloads = createDownloads();
  const stages = createDragStages({ folder, downloads });
  const { url } = await stages.stage('kit', 'a.zip', write, taken);
  expect(taken).not.toHaveBeenCalled();
  (await downloads.take(url.split('/')[2] ?? ''))?.stream.destroy();
  expect(taken).toHaveBeenCalledTimes(1);
  stages.dispose();
});
