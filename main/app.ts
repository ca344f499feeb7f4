import path from 'node:path';
import type { Task } from '../preload/contract/tasks';
import { ensureOwner } from './access/service';
import { createAuditRouter } from './audit/router';
import { createAudit } from './audit/service';
import { createExpiryAlerts } from './certificates/alerts';
import { createCaRouter } from './ca/router';
import type { CaParts } from './ca/parts';
import { createCa } from './ca/service';
import { createCertificatesRouter } from './certificates/router';
import { createCertificates } from './certificates/service';
import { openStore } from './db/open';
import { createDistributedRouter } from './distributed/router';
import { createDistributed } from './distributed/service';
import { createDownloads } from './files/downloads';
import { createFilesRouter } from './files/router';
import { createTargets } from './files/targets';
import { createFiles } from './files/service';
import { createHostRouter } from './host/router';
import { createHost, type Host } from './host/service';
import { createHostRouters, createHostSide } from './app-hosts';
import { createLocalRouters, createLocalSide } from './app-local';
import { createDragStages } from './files/drag-stage';
import { copyKits } from './kits/kit-copy';
import { createExportPlaces } from './kits/kit-export';
import { conventionalMode, isSecret } from './kits/kit-files';
import { inspectKit, readKit } from './kits/kit-inventory';
import { writeKitZip } from './kits/kit-zip';
import { makePassword } from './vault/password';
import { createKitHistoryRouter, createKitsRouter } from './kits/router';
import { openFolder } from './kits/kit-store';
import { createKits } from './kits/service';
import { createAppLog } from './logs/app-log';
import { createRedactor } from './logs/redact';
import { createLogsRouter } from './logs/router';
import { createLogs } from './logs/service';
import { createCertTool } from './nvflare/cert-tool';
import { provision } from './nvflare/provision';
import { createProjectVersions } from './nvflare/project-versions';
import { createRuntimeRouter } from './nvflare/router';
import { createRuntime, type Runtime } from './nvflare/service';
import { startBlockers } from '../preload/contract/preflight';
import type { Platform } from './platform/ports';
import { createProjectsRouter } from './projects/router';
import { createProjects } from './projects/service';
import { createTemplatesRouter } from './projects/template-router';
import { createLayout, type Layout } from './provisioning/layout';
import { readProjectFile } from './provisioning/project-file';
import { createProvisioningRouter } from './provisioning/router';
import { createProvisioning, type Provisioning } from './provisioning/service';
import { createStateStore } from './provisioning/state-store';
import { base, type ServerContext } from './rpc/base';
import type { CallContext } from './rpc/context';
import { createSettingsRouter } from './settings/router';
import { createSettings } from './settings/service';
import { announceTask } from './tasks/announce';
import { createTasksRouter } from './tasks/router';
import { createTasks } from './tasks/service';
import { createUpdatesRouter } from './updates/router';
import { createUpdates } from './updates/service';
import { isRoutine } from './upkeep/backups';
import { finishRestore } from './upkeep/restore-apply';
import { createUpkeepRouter } from './upkeep/router';
import { upkeepLock } from './upkeep/parts';
import { createUpkeep } from './upkeep/service';
import { createWorkspacesRouter } from './workspaces/router';
import { createWorkspaces } from './workspaces/service';
import { createResting, type Resting } from './vault/resting';
import { createVault } from './vault/service';
import { adoptKeys, wrapKeys } from './vault/wrapped-keys';

export type App = Awaited<ReturnType<typeof createApp>>;

/** What every feature stands on. */
async function layFoundation(platform: Platform) {
  const { data, resources } = platform.paths;
  await finishRestore({ data, layout: createLayout(data), version: platform.version });
  const store = await openStore({ data, migrations: path.join(resources, 'migrations') });
  const redactor = createRedactor();
  const { log, folder: logFolder, close: closeLog } = createAppLog({ data, door: platform.door, redactor });
  const owner = ensureOwner(store.db);
  const audit = createAudit({ db: store.db, log });
  const settings = createSettings({
    db: store.db,
    paths: platform.paths,
    secrets: platform.secrets,
    redactor,
  });
  const targets = createTargets(store, log);
  const files = createFiles({ dialogs: platform.dialogs, onTarget: targets.note });
  const downloads = createDownloads();
  const onFinished = (task: Task) => {
    if (!isRoutine(task)) announceTask(task, settings.current(), platform.notify);
  };
  const tasks = createTasks({ store, data, log, redact: redactor.redact, onFinished });
  const vault = createVault({ db: store.db, secrets: platform.secrets });
  return {
    store,
    redactor,
    log,
    logFolder,
    closeLog,
    owner,
    audit,
    settings,
    files,
    targets,
    downloads,
    tasks,
    vault,
  };
}

export type Foundation = Awaited<ReturnType<typeof layFoundation>>;

/** The features, each given what it needs of the others. */
function createFeatures(platform: Platform, foundation: Foundation) {
  const { store, log, settings, files, downloads, tasks, vault } = foundation;
  const { data, resources } = platform.paths;
  const versions = createProjectVersions(store.db);
  const runtime = createRuntime({
    ...{ tasks, data, resources, settings, versions },
    lastVersion: (projectId) => provisioning.lastVersion(projectId),
  });
  const projects = createProjects({
    ...{ store, resources, versions },
    runtimeFeatures: runtime.featuresFor,
    lastRun: (projectId) => provisioning.lastRun(projectId),
    hasRunning: (projectId) => provisioning.hasRunning(projectId),
    removeFiles: (projectId) => provisioning.removeProjectFiles(projectId),
    dialogs: platform.dialogs,
  });
  const layout = createLayout(data);
  const kits = createKits({
    ...{ store, layout, downloads, tasks, log, vault },
    readProject: readProjectFile,
    grants: files,
  });
  const states = createStateStore(vault);
  const provisioning = createProvisioning({
    ...{ store, tasks, layout, kits, log, vault, states },
    projects: {
      document: projects.documentForRun,
      validate: projects.validateText,
      assertCodeAllowed: projects.assertCodeAllowed,
      writeFiles: projects.writeFiles,
    },
    nvflare: { require: runtime.require, provision },
  });
  const certificates = createCertificates({
    ...{ store, downloads },
    readKitFile: kits.readPublic,
    signing: () => distributed.certificates(),
  });
  const host = createHost({
    ...{ platform, store, runtime: () => runtime.status({ refresh: false }) },
    sealing: { status: () => resting.status() },
  });
  const upkeep = createUpkeepOf(platform, foundation, { layout, host });
  const daily = () => settings.current().checkUpdates;
  const updates = createUpdates({ feed: platform.updates, daily, log });
  const workspaces = createWorkspaces(store);
  const hostSide = createHostSide(platform, foundation, {
    kits: { ...kits, modeOf: conventionalMode },
    checks: { check: (input, signal) => local.preflight.check(input, signal), blockers: startBlockers },
  });
  const local = createLocalSide(platform, foundation, {
    ...{ kits, provisioning, hostSide, require: runtime.require },
  });
  const distributed = createDistributedOf(foundation, { layout, require: runtime.require });
  const resting = createResting({
    ...{ db: store.db, layout, vault, tasks, isSecret, log, lock: upkeepLock },
    backupBytes: upkeep.backupBytes,
    sealBackups: (sealer, signal) => upkeep.sealBackups(isSecret, sealer, signal),
  });
  const ca = createCaOf(platform, foundation, { layout, projects, provisioning, states, resting });
  const built = { projects, provisioning, kits, ca, certificates, runtime, settings, host, files };
  return { ...built, distributed, upkeep, updates, resting, workspaces, hostSide, local };
}

function createDistributedOf(
  { store, tasks, files, downloads, vault }: Foundation,
  { layout, require }: { layout: Layout; require: Runtime['require'] },
) {
  const { staging, distributed: root } = layout;
  const open = (directory: string) => openFolder(directory, vault.unsealer());
  return createDistributed({
    ...{ store, tasks, root, staging, grants: files },
    nvflare: { require, tool: createCertTool() },
    vault,
    kits: {
      isSecret,
      inspect: async (directory, about) =>
        inspectKit(await readKit(open(directory)), { ...about, now: Date.now() }),
      writeZip: (file, { participant: folder, directory }, options) =>
        writeKitZip(file, [{ folder, files: open(directory) }], options),
      copy: async (target, { participant, directory }) =>
        (await copyKits(target, [{ participant, files: open(directory) }]))[0] ?? target,
      makePassword,
    },
    stages: createDragStages({ folder: path.join(staging, 'drag'), downloads }),
    links: createExportPlaces(path.join(staging, 'export'), downloads),
  });
}

function createUpkeepOf(
  platform: Platform,
  { store, tasks, audit, log, logFolder, files, downloads, settings, redactor, vault }: Foundation,
  { layout, host }: { layout: Layout; host: Host },
) {
  const { version, door, versions } = platform;
  const { data, resources } = platform.paths;
  const logs = createLogs({ folder: logFolder });
  return createUpkeep({
    ...{ data, version, door, store, layout, tasks, audit, log },
    migrations: path.join(resources, 'migrations'),
    grants: files,
    links: createExportPlaces(path.join(layout.staging, 'export'), downloads),
    keys: {
      wrap: (keyIds, passphrase) => wrapKeys(vault.keyring, keyIds, passphrase),
      adopt: (text, passphrase) => adoptKeys(vault.keyring, text, passphrase),
    },
    makePassphrase: makePassword,
    registerSecret: redactor.register,
    diagnostics: {
      about: { version, door, versions },
      status: async () => (await host.status()).parts,
      settings: settings.view,
      logs: async () => (await logs.read({ level: 'debug', search: '', limit: 2000 })).entries,
      redact: redactor.redact,
    },
  });
}

function createCaOf(
  { version }: Platform,
  { tasks, log, files, downloads, redactor }: Foundation,
  {
    layout,
    provisioning,
    resting,
    ...given
  }: Pick<CaParts, 'states' | 'projects'> & { layout: Layout; provisioning: Provisioning; resting: Resting },
) {
  return createCa({
    ...{ ...given, version, tasks, log, grants: files, runs: provisioning },
    links: createExportPlaces(path.join(layout.staging, 'export'), downloads, 'application/octet-stream'),
    makePassphrase: makePassword,
    registerSecret: redactor.register,
    seal: resting.start,
  });
}

type Features = ReturnType<typeof createFeatures>;

function createRouter(features: Features, { tasks, audit, downloads, settings, logFolder }: Foundation) {
  const { files } = features;
  const cleanPolicy = () => {
    const { cleanKeepRuns, cleanLogDays } = settings.current();
    return { keepRuns: cleanKeepRuns, logDays: cleanLogDays };
  };
  return base.router({
    host: createHostRouter(features.host),
    settings: createSettingsRouter(features.settings, files),
    runtime: createRuntimeRouter(features.runtime, { grants: files }),
    projects: createProjectsRouter(features.projects),
    ...createLocalRouters(features.local),
    provisioning: createProvisioningRouter(features.provisioning),
    kits: createKitsRouter(features.kits),
    ca: createCaRouter(features.ca),
    kitHistory: createKitHistoryRouter(features.kits),
    certificates: createCertificatesRouter(features.certificates),
    distributed: createDistributedRouter(features.distributed),
    tasks: createTasksRouter(tasks),
    files: createFilesRouter(files),
    audit: createAuditRouter(audit, downloads),
    logs: createLogsRouter(createLogs({ folder: logFolder })),
    updates: createUpdatesRouter(features.updates),
    upkeep: createUpkeepRouter(features.upkeep, cleanPolicy),
    templates: createTemplatesRouter(features.projects),
    workspaces: createWorkspacesRouter(features.workspaces),
    ...createHostRouters(features.hostSide),
  });
}

/** Only where the system can tell something; elsewhere the page shows it. */
function startAlerts({ notify }: Platform, { store, log, settings }: Foundation, features: Features) {
  if (!notify) return null;
  const enabled = () => settings.current().notifyExpiry;
  const { list } = features.certificates;
  const alerts = createExpiryAlerts({ db: store.db, list, enabled, notify, log });
  alerts.start();
  // Who has just asked to be told wants to know at once.
  settings.onChange(() => void alerts.look());
  return alerts;
}

/** What a process that died, or a failure, has left half-done; and what is too old to be of use. */
function putRight(foundation: Foundation, features: Features): void {
  const { tasks, targets, log } = foundation;
  const { projects } = features;
  projects.finishRemovals((projectId, error) =>
    log.error({ err: error, projectId }, 'files of a deleted project could not be removed'),
  );
  if (tasks.otherProcesses() > 0) return;
  targets.sweep();
  pruneTasks(foundation, features);
}

function pruneTasks({ tasks, settings, log }: Foundation, { provisioning }: Features): void {
  const { keepTaskDays, keepTaskLogMb } = settings.current();
  const keep = { days: keepTaskDays, logBytes: keepTaskLogMb * 1_000_000 };
  const pruned = tasks.prune(provisioning.taskIds(), keep);
  if (pruned.tasks + pruned.logs > 0) log.info(pruned, 'tasks and logs of long ago were removed');
}

/** A browser host may run for years: what is too old goes without a restart as well. */
function pruneDaily(foundation: Foundation, features: Features): NodeJS.Timeout {
  const prune = () => {
    try {
      pruneTasks(foundation, features);
    } catch (error) {
      foundation.log.warn({ err: error }, 'tasks and logs of long ago could not be removed');
    }
  };
  return setInterval(prune, 86_400_000).unref();
}

/**
 * The composition root: opens the store of the platform's data directory and puts the features together.
 * Knows no door: each door makes contexts with `contextFor` and serves `router` over its own wire.
 * @throws AppError when the store is damaged, of a newer version, or its directory cannot be written.
 */
export async function createApp(platform: Platform) {
  const foundation = await layFoundation(platform);
  const { store, log, redactor, closeLog, owner, audit, downloads, tasks } = foundation;
  const features = createFeatures(platform, foundation);
  const { provisioning, kits, ca, upkeep, resting, updates } = features;

  tasks.recover();
  putRight(foundation, features);
  provisioning.sweep();
  kits.sweep(tasks.otherProcesses() === 0);
  await features.local.federations.sweep(tasks.otherProcesses() === 0);
  const alerts = startAlerts(platform, foundation, features);
  upkeep.sweep();
  upkeep.noteRestore();
  if (platform.door !== 'cli') {
    upkeep.startDaily();
    resting.startLooking();
  }
  updates.start();
  const pruning = pruneDaily(foundation, features);
  log.info({ version: platform.version, data: platform.paths.data }, 'started');

  return {
    router: createRouter(features, foundation),
    log,
    downloads,
    tasks,
    services: features,
    /** The context of calls through a door: the local owner, until there are accounts. */
    contextFor: (door: Pick<CallContext, 'door' | 'dragOut'>): ServerContext => ({
      ...door,
      actor: owner,
      audit,
      log,
      redact: redactor.redact,
    }),
    /** Ends what this process runs, waits for it, and closes everything. */
    async dispose(): Promise<void> {
      alerts?.dispose();
      clearInterval(pruning);
      upkeep.dispose();
      updates.dispose();
      await tasks.dispose();
      await features.local.federations.dispose();
      await resting.settled();
      kits.dispose();
      ca.dispose();
      features.distributed.dispose();
      await features.hostSide.dispose();
      downloads.dispose();
      foundation.targets.forget();
      log.info('ended');
      await closeLog();
      store.close();
    },
  };
}
