import { describe, expect, it } from 'vitest';
import type { ProjectModel } from '../../preload/contract/projects';
import {
  addParticipant,
  duplicateParticipant,
  findFollowers,
  patchParticipant,
  removeParticipants,
  renameParticipant,
  restoreParticipants,
  sameModel,
} from './model-edit';
import {
  emptyConnectTo,
  type NewParticipantType,
  patchConnectTo,
  patchListeningHost,
} from './participant-edit';
import { emptyModel } from './test-model';

function withTypes(...types: NewParticipantType[]): ProjectModel {
  return types.reduce((model, type) => addParticipant(model, type).model, emptyModel);
}

const names = (model: ProjectModel) => model.participants.map((p) => p.name);

describe('adding', () => {
  it('keeps types together and names free', () => {
    expect(names(withTypes('server', 'client', 'admin', 'client', 'relay', 'admin'))).toEqual([
      'server',
      'site-1',
      'site-2',
      'admin@example.org',
      'admin2@example.org',
      'relay-1',
    ]);
  });

  it('goes on with zeros where the others have them', () => {
    const many = withTypes(...Array.from({ length: 9 }, (): NewParticipantType => 'client'));
    const padded = {
      ...many,
      participants: many.participants.map((p) => ({ ...p, name: p.name.replace('site-', 'site-0') })),
    };
    expect(names(addParticipant(padded, 'client').model).at(-1)).toBe('site-10');
    const [first] = padded.participants;
    const copied = duplicateParticipant(padded, first?.key ?? '')?.model ?? padded;
    expect(names(copied)).toContain('site-10');
    expect(names(addParticipant(many, 'client').model).at(-1)).toBe('site-10');
  });

  it('treats names that differ only in letter case as taken', () => {
    const model = withTypes('client');
    const upper = patchParticipant(model, model.participants[0]?.key ?? '', { name: 'SITE-1' });
    expect(names(addParticipant(upper, 'client').model)).toEqual(['SITE-1', 'site-2']);
  });

  it('takes the organisation of the type, else of the server', () => {
    const server = withTypes('server');
    const model = patchParticipant(server, server.participants[0]?.key ?? '', { org: 'clinic' });
    expect(addParticipant(model, 'client').model.participants[1]?.org).toBe('clinic');
  });

  it('makes the first admin the project admin and the next a lead', () => {
    const roles = withTypes('admin', 'admin').participants.map((p) => p.type === 'admin' && p.role);
    expect(roles).toEqual(['project_admin', 'lead']);
  });
});

describe('copying', () => {
  it('counts the number in the name up and stands behind the original', () => {
    const model = withTypes('client', 'client', 'admin');
    const copy = duplicateParticipant(model, model.participants[0]?.key ?? '');
    expect(names(copy?.model ?? emptyModel)).toEqual(['site-1', 'site-3', 'site-2', 'admin@example.org']);
    const admin = duplicateParticipant(model, model.participants[2]?.key ?? '');
    expect(names(admin?.model ?? emptyModel)[3]).toBe('admin-2@example.org');
  });

  it('answers null for a key that is gone', () => {
    expect(duplicateParticipant(emptyModel, 'gone')).toBeNull();
  });
});

describe('removing', () => {
  it('is undone to the same file, also after other edits', () => {
    const model = withTypes('server', 'client', 'client', 'client');
    const keys = new Set([model.participants[1]?.key ?? '', model.participants[3]?.key ?? '']);
    const { model: less, removed } = removeParticipants(model, keys);
    expect(names(less)).toEqual(['server', 'site-2']);
    expect(sameModel(restoreParticipants(less, removed), model)).toBe(true);
    expect(restoreParticipants(model, removed)).toEqual(model);
  });
});

describe('renaming', () => {
  const relays = withTypes('relay', 'relay', 'client', 'client');
  const [one, two, behindOne, behindTwo] = relays.participants.map((p) => p.key);
  const linked = patchParticipant(
    patchParticipant(relays, behindOne ?? '', { connectTo: { ...emptyConnectTo, name: 'relay-1' } }),
    behindTwo ?? '',
    { connectTo: { ...emptyConnectTo, name: 'relay-2' }, parent: 'site-1' },
  );
  const target = (model: ProjectModel, key = '') => {
    const found = model.participants.find((p) => p.key === key);
    return found && 'connectTo' in found ? found.connectTo?.name : undefined;
  };

  it('takes followers along without touching those of a name passed on the way', () => {
    const followers = findFollowers(linked, 'relay-1');
    const typed = ['', 'relay-2', 'relay-20'].reduce(
      (model, name) => renameParticipant(model, one ?? '', name, followers),
      linked,
    );
    expect(target(typed, behindOne)).toBe('relay-20');
    expect(target(typed, behindTwo)).toBe('relay-2');
    expect(names(typed).slice(0, 2)).toEqual(['relay-20', 'relay-2']);
    expect(two).toBeDefined();
  });

  it('finds children by their parent', () => {
    expect(findFollowers(linked, 'site-1')).toEqual(new Set([behindTwo]));
  });
});

describe('optional mappings', () => {
  it('leave the file with their last value', () => {
    const one = patchConnectTo(null, { port: 443 });
    expect(one).toEqual({ ...emptyConnectTo, port: 443 });
    expect(patchConnectTo(one, { port: null })).toBeNull();
    expect(patchListeningHost(null, { hostNames: [] })).toBeNull();
    expect(patchListeningHost(null, { hostNames: ['a'] })?.hostNames).toEqual(['a']);
  });
});
