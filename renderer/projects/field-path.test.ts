import { describe, expect, it } from 'vitest';
import type { Problem } from '../../preload/contract/meta';
import {
  describeField,
  fieldIdsOutwards,
  messagesAt,
  parentPath,
  placeField,
  placeProblems,
  fieldId,
  placeOfId,
} from './field-path';
import { addParticipant } from './model-edit';
import { emptyModel } from './test-model';

const { model, key } = addParticipant(emptyModel, 'server');

const problem = (field: string, severity: Problem['severity'] = 'error', hint = ''): Problem => ({
  field,
  code: 'x',
  severity,
  message: `${field} is wrong.`,
  hint,
});

describe('places of fields', () => {
  it('belong to the participant at that position, or to the project', () => {
    expect(placeField('participants[0].host_names[1]', model)).toEqual({ key, path: 'host_names[1]' });
    expect(placeField('participants[0]', model)).toEqual({ key, path: '' });
    expect(placeField('builders.scheme', model)).toEqual({ key: null, path: 'scheme' });
    expect(placeField('builders[1].path', model)).toEqual({ key: null, path: 'builders[1].path' });
    expect(placeField('participants', model)).toEqual({ key: null, path: 'participants' });
    expect(placeField('participants[7].name', model)).toEqual({ key: null, path: 'participants[7].name' });
  });

  it('go outwards step by step', () => {
    expect(parentPath('connect_to.port')).toBe('connect_to');
    expect(parentPath('host_names[0]')).toBe('host_names');
    expect(parentPath('listening_host.host_names[2]')).toBe('listening_host.host_names');
    expect(parentPath('name')).toBe('');
    expect(fieldIdsOutwards({ key: null, path: 'overseer_agent.path' })).toEqual([
      'field::overseer_agent.path',
      'field::overseer_agent',
      'field::file',
    ]);
    expect(fieldIdsOutwards({ key: 'k', path: 'host_names[0]' })).toEqual([
      'field:k:host_names%5B0%5D',
      'field:k:host_names',
      'field:k:file',
      'field:k:name',
    ]);
  });
});

it('an id tells its place', () => {
  for (const place of [
    { key: 'k-1', path: 'host_names[0]' },
    { key: null, path: 'studies.a b:c' },
  ])
    expect(placeOfId(fieldId(place))).toEqual(place);
  expect(placeOfId('radix-1')).toBeNull();
});

describe('messages at a field', () => {
  const placed = placeProblems(
    [
      problem('participants[0].host_names[0]', 'error', 'Remove the underscore.'),
      problem('participants[0].host_names_other'),
      problem('participants[0].fed_learn_port', 'warning'),
    ],
    model,
  );

  it('take in what lies inside the field and nothing that only begins like it', () => {
    expect(messagesAt(placed, key, 'host_names')).toEqual({
      error: 'participants[0].host_names[0] is wrong. Remove the underscore.',
      warning: undefined,
    });
    expect(messagesAt(placed, key, 'fed_learn_port').warning).toContain('is wrong');
    expect(messagesAt(placed, null, 'host_names')).toEqual({ error: undefined, warning: undefined });
  });
});

describe('fields in words', () => {
  it.each([
    ['connect_to.port', 'Connects to, port'],
    ['host_names[0]', 'Host names'],
    ['scheme', 'Scheme'],
    ['builders[2].path', 'Builders, path'],
    ['capacity.mem_per_gpu_in_GiB', 'Capacity, memory per GPU'],
    ['capacity.num_of_gpus', 'Capacity, GPUs'],
    ['studies.Imaging.sites', 'Studies, Imaging, sites'],
    ['something_else', 'something_else'],
  ])('%s is "%s"', (path, words) => expect(describeField(path)).toBe(words));
});
