import path from 'node:path';
import { eq } from 'drizzle-orm';
import type { Usage } from '../../preload/contract/upkeep';
import type { Db } from '../db/open';
import { projectRows } from '../projects/tables';
import type { Layout } from '../provisioning/layout';
import { runRows } from '../provisioning/tables';
import { namesIn, sizeOf } from './size';

type ProjectUsage = Usage['projects'][number];
type RunUsage = ProjectUsage['runs'][number];

/** What the files of a data directory take, by what they are. */
export async function measureUsage({
  data,
  db,
  layout,
}: {
  data: string;
  db: Db;
  layout: Layout;
}): Promise<Usage> {
  const at = (...parts: string[]) => sizeOf(path.join(data, ...parts));
  const storeFiles = ['fedwright.db', 'fedwright.db-wal', 'fedwright.db-shm'];
  const storeBytes = sum(await Promise.all(storeFiles.map((name) => at(name))));
  const projects = await measureProjects(db, layout);
  const taskBytes = await at('logs', 'tasks');
  const logs = { appBytes: (await at('logs')) - taskBytes, taskBytes };
  const backupBytes = await at('backups');
  const inRuntime = await measureChildren(path.join(data, 'runtime'));
  const environments = inRuntime.filter(({ name }) => name.startsWith('nvflare-'));
  const stagingBytes = sum([await sizeOf(layout.staging), await at('restore')]);
  const known = new Set([...storeFiles, 'projects', 'logs', 'backups', 'runtime', 'staging', 'restore']);
  const others = (await measureChildren(data)).filter(({ name }) => !known.has(name));
  const notes = inRuntime.filter((entry) => !environments.includes(entry));
  const otherBytes = sum([...others, ...notes].map(({ sizeBytes }) => sizeBytes));
  const totalBytes = sum([
    ...projects.map((project) => project.totalBytes),
    ...environments.map(({ sizeBytes }) => sizeBytes),
    ...[storeBytes, logs.appBytes, logs.taskBytes, backupBytes, stagingBytes, otherBytes],
  ]);
  return { totalBytes, storeBytes, projects, logs, backupBytes, environments, stagingBytes, otherBytes };
}

async function measureProjects(db: Db, layout: Layout): Promise<ProjectUsage[]> {
  const names = new Map(
    db
      .select({ id: projectRows.id, name: projectRows.name })
      .from(projectRows)
      .all()
      .map(({ id, name }) => [id, name]),
  );
  const found = await Promise.all(
    (await namesIn(layout.projects)).map(async (projectId): Promise<ProjectUsage> => {
      const runs = await measureRuns(db, layout, projectId);
      const totalBytes = await sizeOf(layout.projectDirectory(projectId));
      return { projectId, name: names.get(projectId) ?? null, totalBytes, runs };
    }),
  );
  return found.filter(({ totalBytes }) => totalBytes > 0).sort((a, b) => b.totalBytes - a.totalBytes);
}

async function measureRuns(db: Db, layout: Layout, projectId: string): Promise<RunUsage[]> {
  const { id, number, state } = runRows;
  const rows = db.select({ id, number, state }).from(runRows).where(eq(runRows.projectId, projectId)).all();
  const known = new Map(rows.map((row) => [row.id, row]));
  const runs = await Promise.all(
    (await namesIn(layout.runsOf(projectId))).map(async (runId): Promise<RunUsage> => {
      const place = layout.run(projectId, runId);
      const row = known.get(runId);
      const [kitsBytes, stateBytes] = [await sizeOf(place.kits), await sizeOf(place.state)];
      const otherBytes = (await sizeOf(place.directory)) - kitsBytes - stateBytes;
      const about = { runId, number: row?.number ?? null, state: row?.state ?? null };
      return { ...about, kitsBytes, stateBytes, otherBytes: Math.max(0, otherBytes) };
    }),
  );
  return runs.sort((a, b) => (b.number ?? 0) - (a.number ?? 0));
}

const measureChildren = async (folder: string) =>
  Promise.all(
    (await namesIn(folder)).map(async (name) => ({ name, sizeBytes: await sizeOf(path.join(folder, name)) })),
  );

const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);
