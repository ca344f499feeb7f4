import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLayout } from './layout';
import type { RunStore } from './run-rows';
import { createStateStore } from './state-store';
import { sweepRuns } from './sweep';

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

test('leaves a run alone that another process begins while the sweep looks around', () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-sweep-'));
  const layout = createLayout(data);
  const [left, live] = ['a', 'b'].map((digit) => `${digit.repeat(8)}-0000-0000-0000-000000000000`);
  mkdirSync(layout.stagingOf(left ?? ''), { recursive: true });
  // What another process does in that moment: first its row, then its directory.
  const states = () => {
    mkdirSync(layout.stagingOf(live ?? ''), { recursive: true });
    return [];
  };
  sweepRuns(
    { states } as unknown as RunStore,
    {
      layout,
      states: createStateStore({ unsealer: () => ({ unseal: async (bytes) => bytes }) }),
      rotations: { oldRuns: () => [] },
    },
    quiet,
  );
  expect(existsSync(layout.stagingOf(left ?? ''))).toBe(false);
  expect(existsSync(layout.stagingOf(live ?? ''))).toBe(true);
  rmSync(data, { recursive: true, force: true });
});
