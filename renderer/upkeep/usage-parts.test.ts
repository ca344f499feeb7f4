import { expect, test } from 'vitest';
import type { Usage } from '../../preload/contract/upkeep';
import { usageParts } from './usage-parts';

const run = { runId: 'r', number: 1, state: 'succeeded' as const, otherBytes: 0 };
const usage: Usage = {
  totalBytes: 6100,
  storeBytes: 1000,
  projects: [
    {
      projectId: 'p',
      name: 'trial',
      totalBytes: 5000,
      runs: [
        { ...run, kitsBytes: 3000, stateBytes: 500 },
        { ...run, runId: 'q', kitsBytes: 1500, stateBytes: 0 },
      ],
    },
    { projectId: 'x', name: null, totalBytes: 100, runs: [] },
  ],
  logs: { appBytes: 0, taskBytes: 0 },
  backupBytes: 0,
  environments: [],
  stagingBytes: 0,
  otherBytes: 0,
};

test('the largest part comes first, and what takes nothing is left out', () => {
  expect(usageParts(usage).map(({ label, detail }) => [label, detail])).toEqual([
    ['Project trial', '2 runs: kits 4.5 kB, CA and keys 500 B'],
    ['Database', 'Projects, runs, the audit trail'],
    ['A project that the database does not know', '0 runs: kits 0 B, CA and keys 0 B'],
  ]);
});
