import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore } from '../db/open';
import { createTasks } from '../tasks/service';
import type { Machine } from './interpreter';
import { createProjectVersions } from './project-versions';
import { createRuntime } from './service';
import type { RuntimeSettings } from './settings';

export const resources = path.resolve('resources');

/** A folder that is gone after the test. */
export function createFolder(): { folder: string; [Symbol.dispose](): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'fedwright-nvflare-'));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A program file with these lines, first of them the `#!` one. */
export function writeProgram(file: string, ...lines: string[]): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A program that becomes another one, as a stand-in under a name of its own. */
export const writeWrapper = (file: string, program: string): string =>
  writeProgram(file, '#!/bin/sh', `exec "${program}" "$@"`);

/** This computer, with only these folders on PATH and nobody's home directory. */
export const bareMachine = (home: string, folders: string[], env: NodeJS.ProcessEnv = {}): Machine => ({
  platform: process.platform,
  env: { ...pipSettings(), HOME: home, PATH: folders.join(path.delimiter), ...env },
  wsl: null,
});

/** How this computer reaches its package index, as a person's own shell would have it. */
const pipSettings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(PIP_|SSL_|https?_proxy|no_proxy)/i.test(name)),
  );

export function createTestSettings(change: Partial<ReturnType<RuntimeSettings['current']>> = {}) {
  let configured: string | null = null;
  const current = {
    nvflareVersion: '2.8.1',
    packageIndexUrl: null,
    packageIndexUser: null,
    pythonMirrorUrl: null,
    ...change,
  };
  const settings: RuntimeSettings = {
    configuredPython: () => configured,
    setConfiguredPython: (python) => void (configured = python),
    current: () => current,
    update: (next) => Promise.resolve(Object.assign(current, next)),
    packageIndexPassword: () => Promise.resolve('p@ss word'),
  };
  return settings;
}

/** A runtime over a real store and real tasks in `data`. */
export async function createTestRuntime(
  data: string,
  machine: Machine,
  settings = createTestSettings(),
  scripts = resources,
) {
  const store = await openStore({ data, migrations: path.join(resources, 'migrations') });
  const quiet = () => undefined;
  const tasks = createTasks({
    store,
    data,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    redact: (line) => line,
    onFinished: quiet,
  });
  const versions = createProjectVersions(store.db);
  const lastVersion = () => null;
  const runtime = createRuntime({
    tasks,
    data,
    resources: scripts,
    settings,
    machine,
    versions,
    lastVersion,
  });
  return {
    runtime,
    tasks,
    settings,
    store,
    versions,
    async [Symbol.asyncDispose]() {
      await tasks.dispose();
      await runtime.settled();
      store.close();
    },
  };
}
