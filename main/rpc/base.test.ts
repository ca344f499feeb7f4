import { rmSync } from 'node:fs';
import path from 'node:path';
import { call, createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../preload/contract';
import { type CallMeta, permissions } from '../../preload/contract/meta';
import { type App, createApp } from '../app';
import { createFakePlatform } from '../platform/fake/platform';
import { AppError, notFound } from '../errors';
import { type ServerContext, base, findSubject } from './base';

let app: App;
const platform = createFakePlatform();
beforeAll(async () => {
  app = await createApp(platform);
});
afterAll(async () => {
  await app.dispose();
  rmSync(path.dirname(platform.paths.data), { recursive: true, force: true });
});

type Procedure = { '~orpc': { meta: CallMeta } };
type AnyCall = (input?: unknown) => Promise<unknown>;

function walk(tree: object, at: string[] = []): [path: string[], meta: CallMeta][] {
  return Object.entries(tree).flatMap(([name, value]: [string, object]) =>
    '~orpc' in value ? [[[...at, name], (value as Procedure)['~orpc'].meta]] : walk(value, [...at, name]),
  );
}
const calls = walk(contract);
const named = calls.map(([path, meta]) => ({ name: path.join('.'), path, meta }));

function callAs(context: ServerContext, path: string[]): AnyCall {
  let at: unknown = createRouterClient(app.router, { context: () => context });
  for (const key of path) at = (at as Record<string, unknown>)[key];
  return at as AnyCall;
}

const contextWith = (allowed: Iterable<(typeof permissions)[number]>): ServerContext => {
  const context = app.contextFor({ door: 'cli', dragOut: null });
  return { ...context, actor: { ...context.actor, permissions: new Set(allowed) } };
};

describe('every call of the contract', () => {
  it.each(named)('$name refuses someone without permissions', async ({ path }) => {
    await expect(callAs(contextWith([]), path)({})).rejects.toMatchObject({
      code: 'FORBIDDEN',
      defined: true,
    });
  });

  it.each(named)('$name needs its own permission, and every other is not enough', async ({ path, meta }) => {
    const others = permissions.filter((permission) => permission !== meta.permission);
    await expect(callAs(contextWith(others), path)({})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

it('notes in the trail what was done, what failed and what was refused', async () => {
  const start = app.contextFor({ door: 'cli', dragOut: null });
  await callAs(start, ['settings', 'update'])({ theme: 'dark' });
  await expect(
    callAs(start, ['projects', 'archive'])({ projectId: 'none', archived: true }),
  ).rejects.toMatchObject({
    code: 'NOT_FOUND',
    data: { hint: expect.any(String) },
  });
  await expect(
    callAs(contextWith([]), ['projects', 'remove'])({ projectId: 'p', confirmName: '' }),
  ).rejects.toBeDefined();
  const { rows } = (await callAs(start, ['audit', 'list'])({ limit: 3 })) as { rows: unknown[] };
  expect(rows).toMatchObject([
    { action: 'projects.remove', result: 'refused', code: 'FORBIDDEN', subject: 'p' },
    { action: 'projects.archive', result: 'failed', code: 'NOT_FOUND', subject: 'none' },
    { action: 'settings.update', result: 'ok', code: null, door: 'cli' },
  ]);
});

it('notes in the trail which file and which code it was about', async () => {
  const start = app.contextFor({ door: 'cli', dragOut: null });
  const refuse = (call: string, input: object) =>
    expect(callAs(start, ['projects', call])({ projectId: 'none', ...input })).rejects.toBeDefined();
  await refuse('addFile', { name: 'mine.py', text: 'import os' });
  await refuse('removeFile', { name: 'mine.py' });
  await refuse('allowCode', { path: 'subprocess.Popen' });
  await refuse('withdrawCode', { path: '/home/you/proxy.pem' });
  const { rows } = (await callAs(start, ['audit', 'list'])({ limit: 4 })) as { rows: { subject: string }[] };
  expect(rows.map(({ subject }) => subject)).toEqual([
    'none,/home/you/proxy.pem',
    'none,subprocess.Popen',
    'none,mine.py',
    'none,mine.py',
  ]);
});

it('tells bad input as such, and faults of ours as INTERNAL without their message', async () => {
  const context = app.contextFor({ door: 'cli', dragOut: null });
  await expect(callAs(context, ['settings', 'update'])({ theme: 'pink' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  const broken = { ...context, actor: { ...context.actor, name: undefined as unknown as string } };
  await expect(callAs(broken, ['host', 'describe'])()).rejects.toMatchObject({
    code: 'INTERNAL',
    data: { id: expect.any(String) },
  });
});

it('runs a task again only for someone who may start it', async () => {
  app.tasks.define({ kind: 'x', permission: 'provisioning.run', input: z.unknown(), run: async () => null });
  const { id } = app.tasks.start({ kind: 'x', title: 'x', input: {}, startedBy: 'owner' });
  await app.tasks.wait(id);
  const retry = (allowed: (typeof permissions)[number][]) =>
    callAs(contextWith(allowed), ['tasks', 'retry'])({ taskId: id });
  await expect(retry(['tasks.manage'])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(retry(['tasks.manage', 'provisioning.run'])).resolves.toMatchObject({ kind: 'x' });
});

it.each([
  ['a fault of ours', new Error('private words'), { code: 'INTERNAL', data: { id: expect.any(String) } }],
  ['what a person can act on', notFound('This'), { code: 'NOT_FOUND', data: { hint: expect.any(String) } }],
])('tells %s in a stream that has begun as in any call', async (_, thrown, wire) => {
  const watch = base.tasks.watch.handler(async function* () {
    yield { type: 'snapshot' as const, seq: 0, tasks: [] };
    throw thrown;
  });
  const stream = await call(watch, undefined, { context: app.contextFor({ door: 'cli', dragOut: null }) });
  expect(await stream.next()).toMatchObject({ value: { type: 'snapshot' } });
  await expect(stream.next()).rejects.toMatchObject(wire);
});

it('ends the work of a stream that nobody wants any more', async () => {
  let ended = false;
  const watch = base.tasks.watch.handler(async function* () {
    try {
      for (let seq = 0; ; seq += 1) yield { type: 'removed' as const, seq, taskId: 't' };
    } finally {
      ended = true;
    }
  });
  const stream = await call(watch, undefined, { context: app.contextFor({ door: 'cli', dragOut: null }) });
  for await (const _ of stream) break;
  expect(ended).toBe(true);
});

it('shows no secret that a peer quotes in its words', async () => {
  const list = base.tasks.list.handler(() => {
    throw new AppError('UNAVAILABLE', 'The index at https://me:hunter2@example.org refused.', {
      hint: 'Ask for https://me:hunter2@example.org.',
      details: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----',
    });
  });
  const answer = call(list, undefined, { context: app.contextFor({ door: 'cli', dragOut: null }) });
  const thrown: unknown = await answer.catch((error: unknown) => error);
  const { message, data } = thrown as { message: string; data: unknown };
  expect(message).toBe('The index at https://me:[removed]@example.org refused.');
  expect(data).toEqual({ hint: 'Ask for https://me:[removed]@example.org.', details: '[removed]' });
});

it.each([
  [{ items: [{ kitId: 'k1' }, { kitId: 'k2' }] }, 'items.kitId', 'k1,k2'],
  // Refused by its schema afterwards, and noted in the trail before.
  [{ hostId: { toString: false } }, 'hostId', null],
])('finds the subject of %j', (input, at, subject) => {
  expect(findSubject(at, input, undefined)).toBe(subject);
});
