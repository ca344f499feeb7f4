import type { Backup } from '../../preload/contract/upkeep';

export const kindWords: Record<Backup['kind'], string> = {
  daily: 'Daily',
  manual: 'Made by hand',
  'before-restore': 'Before a restore',
};

const dayMs = 86_400_000;

/** Whether there is a backup that one could go back to, in a word: a day is what may be lost. */
export function backupStatus(
  { backups, newestKeysAt }: { backups: Backup[]; newestKeysAt: number | null },
  now: number,
): { state: 'ok' | 'attention' | 'off'; label: string } {
  // One of before a restore has nothing of what was restored.
  const newest = backups.find(({ kind }) => kind !== 'before-restore');
  if (!newest) return { state: 'off', label: 'No backup yet' };
  if (now - newest.at > 7 * dayMs)
    return { state: 'attention', label: 'The newest backup is over a week old' };
  if (newestKeysAt !== null && newestKeysAt > newest.at)
    return { state: 'attention', label: 'Something was made since the newest backup' };
  return { state: 'ok', label: 'Backed up' };
}
