import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { createExportPlaces } from '../kits/kit-export';
import { makePassword } from '../vault/password';
import type { Log } from '../logs/log';
import { createRedactor } from '../logs/redact';
import type { House } from '../provisioning/test-house';
import { adoptKeys, wrapKeys } from '../vault/wrapped-keys';
import { storeName } from './manifest';
import { createUpkeep } from './service';

export const migrations = path.resolve('resources/migrations');

export const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Upkeep of a house's data directory. For tests. */
export function keepUp(house: House) {
  const { data, store, layout, tasks, files, downloads } = house;
  const recorded: { action: string; subject: string | null; result: string }[] = [];
  const redactor = createRedactor();
  const logs: { at: number; level: 'info'; message: string; fields: Record<string, unknown> }[] = [];
  const upkeep = createUpkeep({
    ...{ data, store, layout, tasks, migrations, log: quiet, grants: files },
    ...{
      version: '0.0.0-test',
      door: 'cli',
      makePassphrase: makePassword,
      registerSecret: redactor.register,
    },
    keys: {
      wrap: (keyIds, passphrase) => wrapKeys(house.vault.keyring, keyIds, passphrase),
      adopt: (text, passphrase) => adoptKeys(house.vault.keyring, text, passphrase),
    },
    audit: { record: (entry) => void recorded.push(entry) },
    links: createExportPlaces(path.join(layout.staging, 'export'), downloads),
    diagnostics: {
      about: { version: '0.0.0-test', door: 'cli', versions: process.versions as Record<string, string> },
      status: async () => [],
      settings: async () => ({
        ...{
          theme: 'system',
          notifyFinished: true,
          notifyFailed: true,
          notifyExpiry: true,
          checkUpdates: false,
          checklistDismissed: false,
          keepTaskDays: 90,
          keepTaskLogMb: 250,
          cleanKeepRuns: 3,
          cleanLogDays: 30,
        },
        ...{ packageIndexUrl: 'https://index.example.org/simple', packageIndexUser: 'canary-user-name' },
        ...{ nvflareVersion: '2.8.1', pythonMirrorUrl: null, packageIndexPasswordSet: true, secretsIn: 'os' },
        ...{ dataDirectory: data, nextDataDirectory: null },
      }),
      logs: async () => logs,
      redact: redactor.redact,
    },
  });
  return {
    ...upkeep,
    recorded,
    redactor,
    logs,
    /** Makes a backup and resolves to its id. */
    async made(): Promise<string> {
      const { state, result, error } = await tasks.wait(upkeep.backUp('Tester').taskId);
      if (state !== 'succeeded') throw new Error(`the backup ended as ${state}: ${error?.message}`);
      return (result as { backupId: string }).backupId;
    },
    /** Gets a backup ready, up to the next start. */
    async staged(source: { backupId?: string; grantId?: string; passphrase?: string }) {
      const { backupId = null, grantId = null, passphrase = null } = source;
      const { taskId } = await upkeep.restore({ backupId, grantId, passphrase }, 'Tester');
      return tasks.wait(taskId);
    },
  };
}

/** What a data directory holds, read without opening it as the app does. */
export function look(data: string) {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'fedwright-look-'));
  for (const name of readdirSync(data))
    if (name.startsWith(storeName)) cpSync(path.join(data, name), path.join(copy, name));
  const sqlite = new Database(path.join(copy, storeName));
  const projects = sqlite.prepare('select name from projects order by name').pluck().all();
  const integrity = sqlite.pragma('integrity_check', { simple: true });
  sqlite.close();
  rmSync(copy, { recursive: true });
  return { projects, integrity };
}
