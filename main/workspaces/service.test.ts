import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../db/open';
import { createProjectVersions } from '../nvflare/project-versions';
import { createProjects } from '../projects/service';
import { createWorkspaces, type Workspaces } from './service';
import { firstWorkspaceId } from './tables';

const wishes = { templateId: 'two-hospitals', description: '', org: '', serverHost: '' };
let data: string;
let store: Store;
let workspaces: Workspaces;
let projects: ReturnType<typeof createProjects>;

beforeEach(async () => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-workspaces-'));
  store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  workspaces = createWorkspaces(store);
  projects = createProjects({
    dialogs: null,
    store,
    resources: path.resolve('resources'),
    versions: createProjectVersions(store.db),
    runtimeFeatures: async () => null,
    lastRun: () => null,
    hasRunning: () => false,
    removeFiles: () => undefined,
  });
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

const code = (wanted: string) => expect.objectContaining({ code: wanted });
const names = (workspaceId: string | null) =>
  projects.list({ search: '', archived: false, workspaceId }).projects.map(({ name }) => name);
const make = async (name: string, workspaceId: string | null = null) =>
  (await projects.create({ ...wishes, name, workspaceId })).summary;

it('begins with one, into which projects go that name none', async () => {
  expect(workspaces.list()).toEqual([{ id: firstWorkspaceId, name: 'Default', projects: 0, createdAt: 0 }]);
  expect((await make('lung')).workspaceId).toBe(firstWorkspaceId);
  expect(workspaces.list()).toMatchObject([{ projects: 1 }]);
});

it('keeps lists apart, and shows all of them together', async () => {
  const cardio = workspaces.create({ name: 'Cardio' });
  await make('lung');
  const { id } = await make('heart', cardio.id);
  expect(names(cardio.id)).toEqual(['heart']);
  expect(names(firstWorkspaceId)).toEqual(['lung']);
  expect(names(null).toSorted()).toEqual(['heart', 'lung']);
  expect((await projects.duplicate({ projectId: id })).summary.workspaceId).toBe(cardio.id);
});

it('moves projects, all that were named or none', async () => {
  const cardio = workspaces.create({ name: 'Cardio' });
  const { id } = await make('heart');
  expect(() => workspaces.moveProjects({ workspaceId: cardio.id, projectIds: [id, 'gone'] })).toThrow(
    code('NOT_FOUND'),
  );
  expect(names(cardio.id)).toEqual([]);
  expect(workspaces.moveProjects({ workspaceId: cardio.id, projectIds: [id, id] })).toEqual({ moved: 1 });
  expect(names(cardio.id)).toEqual(['heart']);
  expect(() => workspaces.moveProjects({ workspaceId: 'gone', projectIds: [id] })).toThrow(code('NOT_FOUND'));
});

it('has names once, whatever their case', () => {
  const cardio = workspaces.create({ name: 'Cardio' });
  expect(() => workspaces.create({ name: 'cardio' })).toThrow(code('CONFLICT'));
  expect(() => workspaces.rename({ workspaceId: firstWorkspaceId, name: 'CARDIO' })).toThrow(
    code('CONFLICT'),
  );
  expect(workspaces.rename({ workspaceId: cardio.id, name: 'CARDIO' })).toMatchObject({ name: 'CARDIO' });
});

it('deletes an empty one, and one whose projects go elsewhere, but never the last', async () => {
  const cardio = workspaces.create({ name: 'Cardio' });
  await make('heart', cardio.id);
  const remove = (workspaceId: string, moveTo: string | null = null) =>
    workspaces.remove({ workspaceId, moveTo });
  expect(() => remove(cardio.id)).toThrow(code('CONFLICT'));
  expect(() => remove(cardio.id, cardio.id)).toThrow(code('CONFLICT'));
  expect(() => remove(cardio.id, 'gone')).toThrow(code('NOT_FOUND'));
  expect(names(cardio.id)).toEqual(['heart']);
  expect(remove(firstWorkspaceId)).toEqual({ name: 'Default', moved: 0 });
  expect(() => remove(cardio.id)).toThrow(code('CONFLICT'));
  const other = workspaces.create({ name: 'Other' });
  expect(remove(cardio.id, other.id)).toEqual({ name: 'Cardio', moved: 1 });
  expect(names(other.id)).toEqual(['heart']);
});

it('takes no project into one that is gone, and the first that is left for one that names none', async () => {
  const cardio = workspaces.create({ name: 'Cardio' });
  workspaces.remove({ workspaceId: firstWorkspaceId, moveTo: null });
  await expect(make('lung', firstWorkspaceId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await make('lung')).workspaceId).toBe(cardio.id);
});

it('says in which workspace a name is taken', async () => {
  const cardio = workspaces.create({ name: 'Cardio' });
  await make('heart', cardio.id);
  await expect(make('heart')).rejects.toThrow('in the workspace "Cardio"');
});
