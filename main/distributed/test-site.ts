import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { testPython } from '../../e2e/servers/nvflare';
import { openStore } from '../db/open';
import { createDownloads } from '../files/downloads';
import { createFiles } from '../files/service';
import { createDragStages } from '../files/drag-stage';
import { copyKits } from '../kits/kit-copy';
import { createExportPlaces } from '../kits/kit-export';
import { isSecret } from '../kits/kit-files';
import { inspectKit, readKit } from '../kits/kit-inventory';
import { openFolder } from '../kits/kit-store';
import { writeKitZip } from '../kits/kit-zip';
import { makePassword } from '../vault/password';
import type { Log } from '../logs/log';
import { createCertTool } from '../nvflare/cert-tool';
import { createProjectVersions } from '../nvflare/project-versions';
import { createRuntime } from '../nvflare/service';
import { createFileSecrets } from '../platform/fake/file-secrets';
import type { Secrets } from '../platform/ports';
import { createTasks } from '../tasks/service';
import { createVault } from '../vault/service';
import { createDistributed } from './service';

export const python = testPython();

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function noKeychain(folder: string): Secrets {
  const secrets = createFileSecrets(path.join(folder, 'keychain'));
  secrets.state = 'absent';
  return secrets;
}

export type Machine = Awaited<ReturnType<typeof openMachine>>;

/**
 * An installation with a data directory of its own and the real NVFlare. For tests. Without `secrets` there is no
 * keychain, and so nothing is sealed.
 */
export async function openMachine(options: { data?: string; secrets?: Secrets } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-distributed-'));
  const data = options.data ?? path.join(folder, 'data');
  const store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  const tasks = createTasks({ store, data, log: quiet, redact: (line) => line, onFinished: () => undefined });
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
  const downloads = createDownloads();
  const files = createFiles({ dialogs: null });
  const staging = path.join(data, 'staging');
  const vault = createVault({ db: store.db, secrets: options.secrets ?? noKeychain(folder) });
  const open = (directory: string) => openFolder(directory, vault.unsealer());
  const distributed = createDistributed({
    ...{ store, tasks, root: path.join(data, 'distributed'), staging, grants: files },
    nvflare: { require: runtime.require, tool: createCertTool() },
    vault,
    kits: {
      isSecret,
      inspect: async (directory, about) =>
        inspectKit(await readKit(open(directory)), { ...about, now: Date.now() }),
      writeZip: (file, { participant: name, directory }, given) =>
        writeKitZip(file, [{ folder: name, files: open(directory) }], given),
      copy: async (target, { participant: name, directory }) =>
        (await copyKits(target, [{ participant: name, files: open(directory) }]))[0] ?? target,
      makePassword,
    },
    stages: createDragStages({ folder: path.join(staging, 'drag'), downloads }),
    links: createExportPlaces(path.join(staging, 'export'), downloads),
  });
  return {
    ...{ folder, data, store, tasks, distributed },
    grant: (file: string, kind: 'file' | 'save' | 'folder') => files.grantPath(file, kind).id,
    /** Takes a request or a signed zip out, as a person does to send it. */
    async takeOut(what: 'request' | 'signed', id: string): Promise<string> {
      const file = path.join(folder, `${id}.${what}.zip`);
      await distributed.save(what, id, files.grantPath(file, 'save').id);
      return file;
    },
    async close({ keep = false } = {}): Promise<void> {
      distributed.dispose();
      downloads.dispose();
      await tasks.dispose();
      await runtime.settled();
      store.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The CA of a federation on this machine. */
export const federation = {
  ...{ projectId: null, name: 'thorax', org: '', scheme: 'grpc' as const, serverHost: 'localhost' },
  ...{ fedLearnPort: 8002, adminPort: null, connectionSecurity: 'mtls' as const, validDays: 3650 },
};

export const site = {
  ...{ project: 'thorax', name: 'site-1', org: 'north', type: 'client' as const, role: null },
  hostNames: [],
};

/** Every file below a directory with what is in it; those of SQLite included. */
export function readAll(directory: string): { file: string; content: Buffer; mode: number }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ file, content: readFileSync(file), mode: statSync(file).mode & 0o777 }));
}

/** A zip with one of its files changed. */
export async function tamper(from: string, name: string, change: (text: string) => string): Promise<string> {
  const { BlobReader, TextReader, TextWriter, Uint8ArrayWriter, ZipReader, ZipWriter } =
    await import('@zip.js/zip.js');
  const reader = new ZipReader(new BlobReader(new Blob([readFileSync(from)])));
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const text = await entry.getData(new TextWriter());
    await writer.add(entry.filename, new TextReader(entry.filename === name ? change(text) : text));
  }
  const file = from.replace('.zip', '-changed.zip');
  writeFileSync(file, await writer.close());
  return file;
}
