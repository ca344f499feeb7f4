import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import { useDraftStore } from './draft-store';
import { addParticipant, patchParticipant, removeParticipants, renameParticipant } from './model-edit';
import { emptyModel } from './test-model';

const filled = (): ProjectModel => {
  const sites = Array.from({ length: 3 }).reduce<ProjectModel>(
    (model) => addParticipant(model, 'client').model,
    addParticipant(emptyModel, 'server').model,
  );
  return storedAs(sites);
};

/** As main gives it back: entries named by their position. */
const storedAs = (model: ProjectModel): ProjectModel => ({
  ...model,
  participants: model.participants.map((p, index) => ({ ...p, key: `p${index}` })),
});

const detail = (revision: number, model: ProjectModel): ProjectDetail => ({
  summary: {
    id: 'p',
    workspaceId: 'default',
    name: 'study',
    description: '',
    revision,
    archived: false,
    createdAt: 0,
    updatedAt: 0,
    counts: { servers: 1, clients: 3, relays: 0, admins: 0 },
    errors: 0,
    warnings: 0,
    lastRun: null,
  },
  model,
  validation: { ok: true, problems: [] },
  kept: [],
  unsupported: [],
});

const store = useDraftStore.getState();
const editing = () => {
  const found = useDraftStore.getState().editing['p'];
  if (!found) throw new Error('no draft');
  return found;
};
const model = () => editing().draft.model;
const labels = () => editing().history.past.map((step) => step.label);
const setOrg = (key: string, org: string) => store.edit('p', (m) => patchParticipant(m, key, { org }));

beforeEach(() => {
  store.drop('p');
  store.receive('p', detail(1, filled()));
});

describe('steps of a draft', () => {
  it('are taken back and done again, each by its name', () => {
    const start = model();
    setOrg('p1', 'north');
    store.edit('p', (m) => ({ ...m, scheme: 'grpc' }));
    store.edit('p', (m) => removeParticipants(m, new Set(['p1', 'p2'])).model);
    const end = model();
    expect(labels()).toEqual([
      'change organisation of site-1',
      'change scheme of the project',
      'remove 2 participants',
    ]);
    for (let step = 0; step < 4; step += 1) store.undo('p');
    expect(model()).toEqual(start);
    for (let step = 0; step < 4; step += 1) store.redo('p');
    expect(model()).toEqual(end);
  });

  it('are one while one field is typed, until it is left', () => {
    for (const typed of ['n', 'no', 'nor']) setOrg('p1', typed);
    expect(labels()).toHaveLength(1);
    store.sealStep('p');
    setOrg('p1', 'north');
    setOrg('p2', 'n');
    expect(labels()).toHaveLength(3);
    store.undo('p');
    store.undo('p');
    expect(model().participants[1]?.org).toBe('nor');
  });

  it('count a rename with all who follow it as one', () => {
    store.edit('p', (m) => patchParticipant(m, 'p2', { parent: 'site-1' }));
    for (const typed of ['site-', 'site-9'])
      store.edit('p', (m) => renameParticipant(m, 'p1', typed, new Set(['p2'])));
    expect(labels()).toEqual(['change parent of site-2', 'rename site-1']);
  });

  it('cannot be done again after another edit', () => {
    setOrg('p1', 'north');
    store.undo('p');
    setOrg('p2', 'south');
    store.redo('p');
    expect(labels()).toEqual(['change organisation of site-2']);
  });

  it('are none where nothing changed', () => {
    setOrg('p1', model().participants[1]?.org ?? '');
    expect(labels()).toEqual([]);
  });

  it('can be taken back after a save, which names the entries anew', () => {
    setOrg('p3', 'south');
    store.edit('p', (m) => removeParticipants(m, new Set(['p1'])).model);
    const sent = model();
    const stored = storedAs(sent);
    store.saved('p', { model: sent, text: null }, detail(2, stored));
    store.receive('p', detail(2, stored));
    store.undo('p');
    const [, back, second, third] = model().participants;
    expect([second, third]).toEqual(stored.participants.slice(1));
    expect(back).toMatchObject({ name: 'site-1' });
    expect(stored.participants.map((p) => p.key)).not.toContain(back?.key);
    store.undo('p');
    expect(model().participants[3]).toMatchObject({ key: 'p2', org: '' });
  });

  it('go when the project was stored elsewhere', () => {
    setOrg('p1', 'north');
    store.undo('p');
    store.receive('p', detail(5, filled()));
    expect(editing().history).toEqual({ past: [], future: [] });
  });
});
