import path from 'node:path';
import { ensureOwner } from './access/service';
import { createAuditRouter } from './audit/router';
import { createAudit } from './audit/service';
import { openStore } from './db/open';
import { createDownloads } from './files/downloads';
import { createFilesRouter } from './files/router';
import { createFiles } from './files/service';
import { createHostRouter } from './host/router';
import { createHost } from './host/service';
import { createKitsRouter } from './kits/router';
import { createKits } from './kits/service';
import { createAppLog } from './logs/app-log';
import { createRedactor } from './logs/redact';
import { createLogsRouter } from './logs/router';
import { createLogs } from './logs/service';
import { provision } from './nvflare/provision';
import { createRuntimeRouter } from './nvflare/router';
import { createRuntime } from './nvflare/service';
import type { Platform } from './platform/ports';
import { createProjectsRouter } from './projects/router';
import { createProjects } from './projects/service';
import { createLayout } from './provisioning/layout';
import { readProjectFile } from './provisioning/project-file';
import { createProvisioningRouter } from './provisioning/router';
import { createProvisioning } from './provisioning/service';
import { base, type ServerContext } from './rpc/base';
import type { CallContext } from './rpc/context';
import { createSettingsRouter } from './settings/router';
import { createSettings } from './settings/service';
import { announceTask } from './tasks/announce';
import { createTasksRouter } from './tasks/router';
import { createTasks } from './tasks/service';

export type App = Awaited<ReturnType<typeof createApp>>;

/**
 * The composition root: opens the store of the platform's data directory and puts the features together.
 * Knows no door: each door makes contexts with `contextFor` and serves `router` over its own wire.
 * @throws AppError when the store is damaged, of a newer version, or its directory cannot be written.
 */
export async function createApp(platform: Platform) {
  const { paths, secrets } = platform;
  const { data } = paths;
  const store = await openStore({ data, migrations: path.join(paths.resources, 'migrations') });
  const { db } = store;
  const redactor = createRedactor();
  const { log, folder, close: closeLog } = createAppLog({ data, door: platform.door, redactor });
  const owner = ensureOwner(db);
  const audit = createAudit({ db, log });
  const settings = createSettings({ db, paths, secrets, redactor });
  const files = createFiles({ dialogs: platform.dialogs });
  const downloads = createDownloads();
  const tasks = createTasks({
    store,
    data,
    log,
    redact: redactor.redact,
    onFinished: (task) => announceTask(task, settings.current(), platform.notify),
  });
  const runtime = createRuntime({ tasks, data, resources: paths.resources, settings });
  const projects = createProjects({
    store,
    resources: paths.resources,
    runtimeFeatures: async () => (await runtime.status()).chosen?.features ?? null,
    lastRun: (projectId) => provisioning.lastRun(projectId),
    hasRunning: (projectId) => provisioning.hasRunning(projectId),
    removeFiles: (projectId) => provisioning.removeProjectFiles(projectId),
  });
  const layout = createLayout(data);
  const kits = createKits({
    store,
    layout,
    readProject: readProjectFile,
    grants: files,
    downloads,
    tasks,
    log,
  });
  const provisioning = createProvisioning({
    store,
    tasks,
    layout,
    projects: { document: projects.document, validate: projects.validateText },
    nvflare: { require: runtime.require, provision },
    kits,
    log,
  });
  const host = createHost({ platform, store, runtime: () => runtime.status({ refresh: false }) });

  tasks.recover();
  provisioning.sweep();
  kits.sweep();
  log.info({ version: platform.version, data }, 'started');

  const router = base.router({
    host: createHostRouter(host),
    settings: createSettingsRouter(settings, files),
    runtime: createRuntimeRouter(runtime, {
      grants: { resolve: (grantId) => files.resolve(grantId, 'file') },
    }),
    projects: createProjectsRouter(projects),
    provisioning: createProvisioningRouter(provisioning),
    kits: createKitsRouter(kits),
    tasks: createTasksRouter(tasks),
    files: createFilesRouter(files),
    audit: createAuditRouter(audit, downloads),
    logs: createLogsRouter(createLogs({ folder })),
  });

  return {
    router,
    log,
    downloads,
    tasks,
    services: { projects, provisioning, kits, runtime, settings, host, files },
    /** The context of calls through a door: the local owner, until there are accounts. */
    contextFor: (door: Pick<CallContext, 'door' | 'dragOut'>): ServerContext => ({
      ...door,
      actor: owner,
      audit,
      log,
    }),
    /** Ends what this process runs, waits for it, and closes everything. */
    async dispose(): Promise<void> {
      await tasks.dispose();
      kits.dispose();
      downloads.dispose();
      log.info('ended');
      await closeLog();
      store.close();
    },
  };
}
