import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, createApp } from '../app';
import { openStore } from '../db/open';
import { createProjectVersions } from '../nvflare/project-versions';
import { createFakePlatform } from '../platform/fake/platform';
import { createProjects } from './service';

const platform = createFakePlatform();
const { data, resources } = platform.paths;
const text = 'api_version: 3\nname: cardio\nparticipants: []\nbuilders: []\n';

let app: App;
beforeEach(async () => {
  app = await createApp(platform);
});
afterEach(() => rmSync(path.dirname(data), { recursive: true, force: true }));

/** Deletes a project in a process that cannot remove its files, or does not get to it. */
async function removeRows(projectId: string): Promise<void> {
  const store = await openStore({ data, migrations: path.join(resources, 'migrations') });
  const projects = createProjects({
    dialogs: null,
    ...{ store, resources, versions: createProjectVersions(store.db) },
    ...{ runtimeFeatures: async () => null, lastRun: () => null, hasRunning: () => false },
    removeFiles: () => {
      throw new Error('the disk is gone');
    },
  });
  expect(() => projects.remove({ projectId, confirmName: 'cardio' })).toThrow(
    'The project "cardio" is deleted, but some of its files could not be removed.',
  );
  store.close();
}

it('the CA of a deleted project goes at the next start when it could not go at once', async () => {
  const { summary } = await app.services.projects.import({
    ...{ text, fileName: 'project.yml', onConflict: 'refuse', workspaceId: null },
  });
  const state = path.join(data, 'projects', summary.id, 'runs', 'one', 'state');
  const other = path.join(data, 'projects', 'another', 'runs', 'one', 'state');
  for (const directory of [state, other]) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'cert.json'), '{"root_pri_key": "secret"}');
  }
  await app.dispose();
  await removeRows(summary.id);
  expect(existsSync(state)).toBe(true);

  app = await createApp(platform);
  expect(existsSync(path.join(data, 'projects', summary.id))).toBe(false);
  expect(readdirSync(path.join(data, 'staging'))).toEqual([]);
  // What nobody has deleted stays: the store may be an older copy that was put back.
  expect(existsSync(other)).toBe(true);
  await app.dispose();
  // Once done it is not done again, also not to what a restore brings back under this id.
  mkdirSync(state, { recursive: true });
  app = await createApp(platform);
  expect(existsSync(state)).toBe(true);
  await app.dispose();
});
