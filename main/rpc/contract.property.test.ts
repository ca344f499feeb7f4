import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { createRouterClient } from '@orpc/server';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { testPython } from '../../e2e/servers/nvflare';
import { type Client, contract } from '../../preload/contract';
import { errors } from '../../preload/contract/meta';
import { type App, createApp } from '../app';
import { createFakePlatform } from '../platform/fake/platform';
import { projectText } from '../provisioning/test-house';
import { mutatedInputs, validInputs } from './test-inputs';

/**
 * Every call of the contract, through the whole app, with inputs that its schema accepts and with inputs that
 * nobody should send. Whatever comes: an answer, or an error that the contract declares; INTERNAL is neither.
 */

const python = testPython();
const scratch = mkdtempSync(path.join(os.tmpdir(), 'fedwright-inputs-'));
const platform = createFakePlatform({ door: 'browser' });
let app: App;
let client: Client;
let stock: Record<string, unknown[]> = {};
/** A connection that only looks: it is told when the app's own has committed anything. */
let onlooker: Database.Database;
let stockedAt: unknown = null;

const allowed = new Set<string>([
  ...Object.keys(errors).filter((code) => code !== 'INTERNAL'),
  'BAD_REQUEST',
]);

async function open(): Promise<void> {
  app = await createApp(platform);
  client = createRouterClient(app.router, {
    context: () => app.contextFor({ door: 'browser', dragOut: null }),
  });
}

beforeAll(async () => {
  await open();
  if (python) await provisionOnce(python);
  // From here on there is no NVFlare and no Python to be found: calls that would start one say so.
  vi.stubEnv('PATH', path.join(scratch, 'no-programs'));
  vi.stubEnv('HOME', scratch);
  await client.runtime.choose({});
  onlooker = new Database(path.join(platform.paths.data, 'fedwright.db'), { readonly: true });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  onlooker?.close();
  await app?.dispose();
  rmSync(scratch, { recursive: true, force: true });
  rmSync(path.dirname(platform.paths.data), { recursive: true, force: true });
});

/** So that there are real kits to ask for. */
async function provisionOnce(interpreter: string): Promise<void> {
  const grant = app.services.files.grantPath(interpreter, 'file');
  await client.runtime.choose({ grantId: grant.id });
  const { summary } = await client.projects.import({ text: projectText({ name: 'provisioned' }) });
  const { taskId } = await client.provisioning.start({ projectId: summary.id });
  expect(await app.tasks.wait(taskId)).toMatchObject({ state: 'succeeded' });
}

const settle = async () => {
  // Reading hundreds of tasks that have ended takes longer than most calls.
  if (app.tasks.runningCount() === 0) return;
  const all = await client.tasks.list({ limit: 500 });
  await Promise.all(all.map(({ id }) => app.tasks.wait(id)));
};

const storeVersion = () => onlooker.pragma('data_version', { simple: true });

/**
 * Brings back what the calls before have removed, and notes the ids of what there is. Calls that have stored nothing
 * have removed nothing either: most only read, and looking everything up again takes longer than they do.
 */
async function restock(): Promise<void> {
  await settle();
  if (storeVersion() === stockedAt) return;
  await client.projects.import({ text: projectText({ name: 'stock' }), onConflict: 'replace' });
  const { projects } = await client.projects.list({ archived: false });
  const { backups } = await client.upkeep.backups();
  if (backups.length === 0) await app.tasks.wait((await client.upkeep.backUp()).taskId);
  const file = path.join(scratch, 'granted.yml');
  const folder = path.join(scratch, 'granted');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, projectText({ name: 'granted' }));
  const save = path.join(folder, 'saved.zip');
  const { files } = app.services;
  const grants = [
    files.grantPath(file, 'file'),
    files.grantPath(folder, 'folder'),
    files.grantPath(save, 'save'),
  ];
  const kitIds = (await client.kits.list({ all: true })).map(({ id }) => id);
  stock = {
    projectId: projects.map(({ id }) => id),
    revision: [1, 2, 3],
    confirmName: ['stock'],
    templateId: (await client.projects.templates()).map(({ id }) => id),
    runId: (await client.provisioning.runs()).map(({ id }) => id),
    taskId: (await client.tasks.list()).map(({ id }) => id),
    backupId: (await client.upkeep.backups()).backups.map(({ id }) => id),
    ids: (await client.upkeep.cleanPlan({ logDays: 0 })).items.map(({ id }) => [id]),
    grantId: grants.map(({ id }) => id),
    from: grants.map(({ id }) => id),
    kitId: kitIds,
    kitIds: kitIds.map((id) => [id]),
    text: [projectText({ name: 'stock' }), 'a: [', 'participants: 7', '- &a [*a]'],
    model: [(await client.projects.get({ projectId: projects[0]!.id })).model],
  };
  stockedAt = storeVersion();
}

type AnyCall = (input: unknown, options: { signal: AbortSignal }) => Promise<unknown>;
type Leaf = { '~orpc': { inputSchema?: z.ZodType } };
interface Named {
  name: string;
  at: string[];
  schema: z.ZodType | undefined;
}

const walk = (tree: object, at: string[] = []): Named[] =>
  Object.entries(tree).flatMap(([key, value]: [string, object]) => {
    const here = [...at, key];
    if (!('~orpc' in value)) return walk(value, here);
    return [{ name: here.join('.'), at: here, schema: (value as Leaf)['~orpc'].inputSchema }];
  });

const callAt = (at: string[]): AnyCall =>
  at.reduce<unknown>((tree, key) => (tree as Record<string, unknown>)[key], client) as AnyCall;

/** Makes the call and, of a stream, takes what comes at once. Throws for what no page may see. */
async function attempt(at: string[], input: unknown): Promise<void> {
  const controller = new AbortController();
  try {
    const answer = await callAt(at)(input, { signal: controller.signal });
    if (isStream(answer)) {
      const first = answer.next();
      await Promise.race([first, new Promise((resolve) => setImmediate(resolve))]);
      first.catch(() => undefined);
      controller.abort();
      await answer.return?.();
    }
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string' || !allowed.has(code)) throw error;
  } finally {
    controller.abort();
  }
}

const isStream = (answer: unknown): answer is AsyncIterator<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

// Calls with a passphrase derive a key from each one, which is slow on purpose.
describe.each(walk(contract))('$name', { timeout: 120_000 }, ({ at, schema }) => {
  beforeEach(restock);

  it('answers what its schema accepts', async () => {
    const inputs = validInputs(schema, (field) => stock[field] ?? []);
    await fc.assert(
      fc.asyncProperty(inputs, (input) => attempt(at, input)),
      { numRuns: schema ? 40 : 2 },
    );
  });

  it('refuses what nobody should send in words of the contract', async () => {
    const inputs = mutatedInputs(validInputs(schema, (field) => stock[field] ?? []));
    await fc.assert(
      fc.asyncProperty(inputs, (input) => attempt(at, input)),
      { numRuns: 40 },
    );
  });
});

describe('afterwards', () => {
  it('the store is whole, the trail verifies and nothing was left in prototypes', async () => {
    await settle();
    const audit = await client.audit.verify();
    expect(audit).toMatchObject({ ok: true });
    const sqlite = new Database(path.join(platform.paths.data, 'fedwright.db'), { readonly: true });
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    sqlite.close();
    expect('polluted' in {}).toBe(false);
  });

  it('nothing was written beside what was granted', () => {
    expect(readdirSync(scratch).sort()).toEqual(['granted', 'granted.yml']);
    expect(readdirSync(path.dirname(platform.paths.data)).sort()).toEqual(
      ['config', 'data'].filter((name) => existsSync(path.join(path.dirname(platform.paths.data), name))),
    );
  });

  it('the app starts again', async () => {
    await app.dispose();
    await open();
    expect(await client.host.status()).toMatchObject({
      parts: expect.arrayContaining([expect.objectContaining({ part: 'store', state: 'ok' })]),
    });
  });
});
