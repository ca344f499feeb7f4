import { expect, it } from 'vitest';
import type { Backup } from '../../preload/contract/upkeep';
import { backupStatus } from './backup-words';

const day = 86_400_000;
const made = (at: number): Backup[] => [{ id: 'one', kind: 'daily', at, sizeBytes: 1 }];

it('a backup counts only with everything that was made in it', () => {
  const label = (backups: Backup[], newestKeysAt: number | null) =>
    backupStatus({ backups, newestKeysAt }, 10 * day).label;
  expect(label([], 9 * day)).toBe('No backup yet');
  expect(label(made(9 * day), null)).toBe('Backed up');
  expect(label(made(9 * day), 8 * day)).toBe('Backed up');
  expect(label(made(9 * day), 9.5 * day)).toBe('Something was made since the newest backup');
  const before: Backup = { id: 'two', kind: 'before-restore', at: 9.8 * day, sizeBytes: 1 };
  expect(label([before, ...made(9 * day)], 9.5 * day)).toBe('Something was made since the newest backup');
  expect(label([before], null)).toBe('No backup yet');
  expect(label(made(2 * day), day)).toBe('The newest backup is over a week old');
});
