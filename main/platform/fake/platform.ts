import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Platform, Secrets } from '../ports';

/** Secrets in memory, as a keychain that works. For tests of what is above it. */
export function createFakeSecrets(): Secrets & { names(): string[] } {
  const values = new Map<string, string>();
  return {
    names: () => [...values.keys()],
    probe: async () => ({ state: 'ok', message: 'The keychain works.', hint: '' }),
    location: async () => 'os',
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => void values.set(name, value),
    remove: async (name) => void values.delete(name),
  };
}

/** A platform without a window on a new temporary data directory. */
export function createFakePlatform(change: Partial<Platform> = {}): Platform {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-test-'));
  return {
    door: 'cli',
    version: '0.0.0-test',
    paths: {
      data: path.join(folder, 'data'),
      config: path.join(folder, 'config'),
      resources: path.resolve(import.meta.dirname, '../../../resources'),
    },
    capabilities: {
      nativeDialogs: false,
      dragOut: 'download',
      notifications: false,
      openPath: false,
      relaunch: false,
      updates: false,
    },
    secrets: createFakeSecrets(),
    dialogs: null,
    shell: null,
    dragOut: null,
    notify: null,
    relaunch: null,
    updates: null,
    versions: { node: process.versions.node },
    ...change,
  };
}
