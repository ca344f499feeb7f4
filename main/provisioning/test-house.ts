import { and, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { testPython } from '../../e2e/servers/nvflare';
import type { Validation } from '../../preload/contract/projects';
import { openStore } from '../db/open';
import { notFound } from '../errors';
import { createDownloads } from '../files/downloads';
import { createFiles } from '../files/service';
import { createKits } from '../kits/service';
import type { Log } from '../logs/log';
import { provision } from '../nvflare/provision';
import { createProjectVersions } from '../nvflare/project-versions';
import { createRuntime } from '../nvflare/service';
import { createDisabledStore } from '../projects/disabled';
import { leaveOut, participantNames } from '../projects/leave-out';
import { disabledRows, projectRows } from '../projects/tables';
import type { Secrets } from '../platform/ports';
import { createTasks } from '../tasks/service';
import { createVault } from '../vault/service';
import { createLayout } from './layout';
import { readProjectFile } from './project-file';
import type { RunOrder } from './run-plan';
import { createProvisioning } from './service';
import { createStateStore } from './state-store';

export const python = testPython();

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const noKeychain: Secrets = {
  probe: async () => ({ state: 'absent', message: 'There is no keychain in this test.', hint: '' }),
  location: async () => 'memory',
  get: async () => null,
  set: async () => undefined,
  remove: async () => undefined,
};

export type House = Awaited<ReturnType<typeof openHouse>>;

/**
 * Provisioning and kits on a store of their own, with the real NVFlare. For tests. Without `secrets` there is no
 * keychain, and so nothing is sealed.
 */
export async function openHouse(options: { data?: string; validation?: Validation; secrets?: Secrets } = {}) {
  const data = options.data ?? mkdtempSync(path.join(os.tmpdir(), 'fedwright-provision-'));
  const store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  const tasks = createTasks({ store, data, log: quiet, redact: (line) => line, onFinished: () => undefined });
  const layout = createLayout(data);
  const disabled = createDisabledStore(store);
  const texts = new Map<string, { name: string; text: string; revision: number }>();
  const downloads = createDownloads();
  const files = createFiles({ dialogs: null });
  const runtime = createRuntime({
    tasks,
    data,
    resources: path.resolve('resources'),
    versions: createProjectVersions(store.db),
    lastVersion: () => null,
    settings: {
      configuredPython: () => python,
      setConfiguredPython: () => undefined,
      current: () => ({
        nvflareVersion: '2.8.1',
        packageIndexUrl: null,
        packageIndexUser: null,
        pythonMirrorUrl: null,
      }),
      update: async () => undefined,
      packageIndexPassword: async () => null,
    },
  });
  const vault = createVault({ db: store.db, secrets: options.secrets ?? noKeychain });
  const parts = {
    store,
    layout,
    vault,
    readProject: readProjectFile,
    grants: files,
    downloads,
    tasks,
    log: quiet,
  };
  const kits = createKits(parts);
  const states = createStateStore(vault);
  const provisioning = createProvisioning({
    ...{ store, tasks, layout, kits, vault, states, log: quiet },
    projects: {
      document: (id) => {
        const found = texts.get(id);
        if (!found) throw notFound('This project');
        const names = disabled.list(id).map(({ participant }) => participant);
        const inFile = participantNames(found.text, names);
        return { ...found, text: leaveOut(found.text, inFile), disabled: inFile };
      },
      validate: async () => options.validation ?? { ok: true, problems: [] },
      assertCodeAllowed: () => undefined,
      writeFiles: () => undefined,
    },
    nvflare: { require: runtime.require, provision },
  });

  return {
    require: runtime.require,
    ...{ data, store, tasks, layout, kits, provisioning, downloads, files, texts, vault, states },
    /** With an `id`, one that is in the store already. */
    addProject(text: string, known?: string): string {
      const id = known ?? randomUUID();
      const { name } = readProjectFile(text);
      const counts = { servers: 1, clients: 2, relays: 0, admins: 1 };
      const row = { id, name, description: '', document: text, revision: 1, counts };
      if (known === undefined)
        store.db
          .insert(projectRows)
          .values({ ...row, errors: 0, warnings: 0, createdAt: 0, updatedAt: 0 })
          .run();
      texts.set(id, { name, text, revision: 1 });
      return id;
    },
    disable(id: string, participant: string): void {
      disabled.add(id, [{ participant, reason: 'left', at: 1, by: 'Tester' }]);
    },
    enable(id: string, participant: string): void {
      store.db
        .delete(disabledRows)
        .where(and(eq(disabledRows.projectId, id), eq(disabledRows.participant, participant)))
        .run();
    },
    setText(id: string, text: string): void {
      const revision = (texts.get(id)?.revision ?? 0) + 1;
      texts.set(id, { name: readProjectFile(text).name, text, revision });
    },
    /** Starts a run and waits for its end. */
    async provision(projectId: string, order?: RunOrder) {
      const { runId, taskId } = await provisioning.start(projectId, 'Tester', order);
      const task = await tasks.wait(taskId);
      return { runId, task, run: provisioning.run(runId).run };
    },
    async close({ keep = false } = {}): Promise<void> {
      kits.dispose();
      downloads.dispose();
      await tasks.dispose();
      await runtime.settled();
      store.close();
      if (!keep) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A federation as a project.yml; `more` are further participants, one YAML flow mapping each. */
export function projectText(options: { name?: string; host?: string; more?: string[] } = {}): string {
  const { name = 'trial', host = 'server.example.org', more = [] } = options;
  const participants = [
    `{name: server, type: server, org: alpha, fed_learn_port: 8002, default_host: ${host}, host_names: [10.0.0.5]}`,
    '{name: site-1, type: client, org: alpha}',
    '{name: site-2, type: client, org: beta}',
    '{name: admin@example.org, type: admin, org: alpha, role: project_admin}',
    ...more,
  ];
  return `api_version: 3
name: ${name}
description: a federation for tests
participants:
${participants.map((line) => `  - ${line}`).join('\n')}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
  - {path: nvflare.lighter.impl.static_file.StaticFileBuilder, args: {config_folder: config, scheme: grpc}}
  - path: nvflare.lighter.impl.cert.CertBuilder
  - path: nvflare.lighter.impl.signature.SignatureBuilder
`;
}

export const manyClients = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `{name: many-${index}, type: client, org: alpha}`);
