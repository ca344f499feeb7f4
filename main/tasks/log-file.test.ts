import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createLogWriter } from './log-file';

it('ends a log that grows without end, and says so', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-task-log-'));
  const file = path.join(folder, 'x.log');
  const writer = createLogWriter(file);
  const line = 'x'.repeat(1024 * 1024 - 1);
  for (let megabyte = 0; megabyte < 40; megabyte += 1) writer.write(line);
  writer.close();
  expect(statSync(file).size).toBeLessThan(33 * 1024 * 1024);
  expect((await readFile(file, 'utf8')).slice(-60)).toContain('left out: this log is too long.\n');
  rmSync(folder, { recursive: true, force: true });
});
