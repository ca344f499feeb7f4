import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openStore } from '../db/open';
import { createProjectVersions } from '../nvflare/project-versions';
import { createProjects } from './service';

export type OpenProjects = Awaited<ReturnType<typeof openProjects>>;

/** Projects on a store of their own: without NVFlare, runs and anybody to ask, but for what is given. */
export async function openProjects(given: Partial<Parameters<typeof createProjects>[0]> = {}) {
  const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-projects-'));
  const store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  const versions = createProjectVersions(store.db);
  const projects = createProjects({
    ...{ store, versions, dialogs: null, resources: path.resolve('resources') },
    ...{ runtimeFeatures: async () => null, lastRun: () => null },
    ...{ hasRunning: () => false, removeFiles: () => undefined },
    ...given,
  });
  return {
    ...{ data, store, versions, projects },
    close(): void {
      store.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
