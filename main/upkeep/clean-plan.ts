import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CleanItem, CleanPolicy } from '../../preload/contract/upkeep';
import type { Db } from '../db/open';
import type { Layout } from '../provisioning/layout';
import type { BackupFolder } from './backup-folder';
import { findOldRuns, findOldTasks, findStrangers, findStrayLogs, taskLog } from './clean-candidates';
import { sizeOf } from './size';
import { findStrayKeys, type KeyDirectory } from './stray-keys';

export interface CleanParts {
  db: Db;
  layout: Layout;
  /** The folder of the tasks' logs. */
  taskLogs: string;
  backups: BackupFolder;
}

/** Copies of the store from before an upgrade: the newest two stay for a way back. */
const copiesKept = 2;

/** Everything that may be removed under a policy. Ids say what they name, so that they mean the same later. */
export async function planCleaning(parts: CleanParts, policy: CleanPolicy): Promise<CleanItem[]> {
  return [
    ...(await planRuns(parts, policy)),
    ...(await planLogs(parts, policy)),
    ...(await planCopies(parts)),
    ...(await planStrangers(parts)),
    ...(await planStrayKeys(parts)),
  ];
}

const planRuns = ({ db, layout }: CleanParts, { keepRuns }: CleanPolicy): Promise<CleanItem[]> =>
  Promise.all(
    findOldRuns(db, layout, keepRuns).map(async (run) => ({
      id: `run:${run.id}`,
      kind: 'run' as const,
      title: `Run ${run.number} of ${run.projectName}`,
      detail: run.state === 'succeeded' ? 'Its kits and its log. None was handed over.' : 'It made no kits.',
      sizeBytes: await sizeOf(layout.run(run.projectId, run.id).directory),
      at: run.startedAt,
      suggested: true,
    })),
  );

async function planLogs({ db, taskLogs }: CleanParts, { logDays }: CleanPolicy): Promise<CleanItem[]> {
  const ids = [...findOldTasks(db, logDays, Date.now()).map(({ id }) => id), ...findStrayLogs(db, taskLogs)];
  if (ids.length === 0) return [];
  const sizes = await Promise.all(ids.map((id) => sizeOf(taskLog(taskLogs, id))));
  return [
    {
      id: 'logs',
      kind: 'logs',
      title: ids.length === 1 ? 'One finished task' : `${ids.length} finished tasks`,
      detail: 'With their logs. Those of runs that stay are kept.',
      sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
      at: Date.now() - logDays * 86_400_000,
      suggested: true,
    },
  ];
}

/** The copies that may go, as files. */
export const oldCopies = (backups: BackupFolder): string[] =>
  backups
    .copies()
    .map((name) => path.join(backups.folder, name))
    .sort((a, b) => modifiedAt(b) - modifiedAt(a))
    .slice(copiesKept);

async function planCopies({ backups }: CleanParts): Promise<CleanItem[]> {
  const files = oldCopies(backups);
  const [newest] = files;
  if (!newest) return [];
  const sizes = await Promise.all(files.map(sizeOf));
  return [
    {
      id: 'copies',
      kind: 'copies',
      title:
        files.length === 1
          ? 'One copy from before an upgrade'
          : `${files.length} copies from before upgrades`,
      detail: `Of the store alone. The newest ${copiesKept} stay.`,
      sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
      at: modifiedAt(newest),
      suggested: true,
    },
  ];
}

const planStrangers = ({ db, layout }: CleanParts): Promise<CleanItem[]> =>
  Promise.all(
    findStrangers(db, layout).map(async (stranger) => ({
      id: `unknown:${stranger.projectId}/${stranger.runId}`,
      kind: 'unknown' as const,
      title: `A run of ${stranger.projectName ?? 'a project'} that the store does not know`,
      detail: stranger.holdsCa
        ? 'From before a backup was restored. It holds a CA and keys: there may be no other copy.'
        : 'From before a backup was restored.',
      sizeBytes: await sizeOf(stranger.directory),
      at: modifiedAt(stranger.directory),
      suggested: false,
    })),
  );

const strayTitles = {
  ca: 'A CA that signs for others, which the store does not know',
  requests: 'The key of a request that the store does not know',
};

/** What names one among the ids of `unknown` items. */
export const strayKeyId = ({ kind, id }: KeyDirectory): string => `unknown:distributed/${kind}/${id}`;

const planStrayKeys = ({ db, layout }: CleanParts): Promise<CleanItem[]> =>
  Promise.all(
    findStrayKeys(db, layout).map(async (stray) => ({
      id: strayKeyId(stray),
      kind: 'unknown' as const,
      title: strayTitles[stray.kind],
      detail: 'From before a backup was restored. It holds a private key: there may be no other copy.',
      sizeBytes: await sizeOf(stray.directory),
      at: modifiedAt(stray.directory),
      suggested: false,
    })),
  );

const modifiedAt = (place: string): number => (existsSync(place) ? statSync(place).mtimeMs : 0);
