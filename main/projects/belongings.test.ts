import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Store, openStore } from '../db/open';
import { createProjectVersions } from '../nvflare/project-versions';
import { createProjects } from './service';

const text = `api_version: 3
name: cardio
participants:
  - {name: fl.example.org, type: server, org: example}
  - {name: site-1, type: client, org: clinic}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
`;

let data: string;
let store: Store;

beforeEach(async () => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-belongings-'));
  store = await openStore({ data, migrations: path.resolve('resources/migrations') });
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

describe('a duplicate', () => {
  it('leaves the same participants out, and is for the same NVFlare', async () => {
    const versions = createProjectVersions(store.db);
    const projects = createProjects({
      ...{ store, versions },
      resources: path.resolve('resources'),
      runtimeFeatures: async () => null,
      lastRun: () => null,
      hasRunning: () => false,
      removeFiles: () => undefined,
    });
    const { summary } = await projects.import({ text, fileName: 'project.yml', onConflict: 'refuse' });
    const projectId = summary.id;
    projects.disableParticipant({ projectId, participant: 'site-1', reason: 'left' }, 'Tester');
    versions.write(projectId, '2.7.2');
    const { summary: copy } = await projects.duplicate({ projectId, name: 'cardio-next' });
    expect(projects.disabledParticipants(copy.id)).toEqual(projects.disabledParticipants(projectId));
    expect(projects.documentForRun(copy.id)).toMatchObject({
      disabled: ['site-1'],
      text: expect.not.stringContaining('site-1'),
    });
    expect(versions.read(copy.id)).toBe('2.7.2');
  });
});
