import { beforeEach, expect, test } from 'vitest';
import type { Participant, ProjectModel } from '../../preload/contract/projects';
import { useDraftStore } from './draft-store';
import { patchParticipant, removeParticipants, renameParticipant, restoreParticipants } from './model-edit';
import { newParticipant } from './participant-edit';
import { emptyModel } from './test-model';

const person = (type: 'client' | 'admin', key: string, name: string, org: string): Participant => ({
  ...newParticipant(emptyModel, type),
  ...{ key, name, org },
});

const studies = {
  lung: {
    site_orgs: { clinic: ['site-1', 'site-10'], bank: ['teller'] },
    admins: ['x@example.org'],
    note: 'ours',
  },
  heart: null,
};
const start: ProjectModel = {
  ...emptyModel,
  participants: [
    person('client', 'a', 'site-1', 'clinic'),
    person('client', 'b', 'site-10', 'clinic'),
    person('client', 'c', 'teller', 'bank'),
    person('admin', 'd', 'x@example.org', 'bank'),
  ],
  studies,
};

const store = useDraftStore.getState();
const model = () => useDraftStore.getState().editing['p']?.draft.model ?? emptyModel;
const lung = () => (model().studies as typeof studies).lung;
const edit = (change: (now: ProjectModel) => ProjectModel) => store.edit('p', change);
const type = (key: string, name: string) => edit((m) => renameParticipant(m, key, name, new Set()));

beforeEach(() => {
  store.drop('p');
  const summary = { id: 'p', revision: 1 } as never;
  store.receive('p', {
    ...{ summary, model: start, validation: { ok: true, problems: [] }, kept: [], unsupported: [] },
  });
});

test('a new name goes into the studies, and past the name of another on the way', () => {
  for (const name of ['site-1', 'site-', 'site-1', 'site-12']) type('b', name);
  expect(lung().site_orgs.clinic).toEqual(['site-1', 'site-12']);
  type('d', 'y@example.org');
  expect(lung().admins).toEqual(['y@example.org']);
  store.undo('p');
  store.undo('p');
  expect(model()).toBe(start);
});

test('a site follows its organisation, however it is typed; an empty list goes', () => {
  for (const org of ['clini', 'ban', 'bank', 'banks', 'bank']) edit((m) => patchParticipant(m, 'a', { org }));
  expect(lung().site_orgs).toEqual({ clinic: ['site-10'], bank: ['teller', 'site-1'] });
  store.sealStep('p');
  edit((m) => patchParticipant(m, 'c', { org: 'trust' }));
  edit((m) => patchParticipant(m, 'a', { org: 'trust' }));
  expect(lung().site_orgs).toEqual({ clinic: ['site-10'], trust: ['teller', 'site-1'] });
});

test('who is removed leaves the studies, and comes back with them', () => {
  const { model: rest, removed } = removeParticipants(start, new Set(['a', 'c', 'd']));
  edit(() => rest);
  expect(lung()).toEqual({ site_orgs: { clinic: ['site-10'] }, note: 'ours' });
  edit((m) => restoreParticipants(m, removed));
  expect(lung()).toEqual({
    site_orgs: { clinic: ['site-10', 'site-1'], bank: ['teller'] },
    admins: ['x@example.org'],
    note: 'ours',
  });
});

test('what cannot be told is left as it is', () => {
  const twice = { ...start, participants: [...start.participants, person('client', 'e', 'teller', 'bank')] };
  edit(() => twice);
  type('c', 'cashier');
  expect(lung().site_orgs.bank).toEqual(['teller']);
  edit((m) => patchParticipant(m, 'b', { description: 'two' }));
  expect(lung()).toEqual(studies.lung);
});

test('a name that is another one’s for a while takes nobody out of a study', () => {
  type('b', 'site-1');
  store.sealStep('p');
  expect(lung().site_orgs.clinic).toEqual(['site-1', 'site-10']);
  type('b', 'site-10');
  expect(lung().site_orgs.clinic).toEqual(['site-1', 'site-10']);
});
