import { expect, test } from 'vitest';
import type { ProjectModel } from '../../preload/contract/projects';
import {
  addBuilder,
  moveBuilder,
  parseArg,
  parseArgs,
  removeBuilder,
  setArgument,
  showArg,
} from './builder-edit';
import { emptyModel } from './test-model';

const builder = (key: string, path = key) => ({ key, path, args: null });
const three = { ...emptyModel, builders: [builder('a'), builder('b'), builder('c')] };
const keys = (model: ProjectModel) => model.builders.map(({ key }) => key).join('');

test('builders move by one place and not past the ends', () => {
  expect(keys(moveBuilder(three, 'a', 1))).toBe('bac');
  expect(keys(moveBuilder(three, 'c', -1))).toBe('acb');
  expect(moveBuilder(three, 'a', -1)).toBe(three);
});

test('the static files take along what they hold', () => {
  const model = { ...three, builders: [builder('s', 'x.StaticFileBuilder')], scheme: 'grpc' };
  expect(removeBuilder(model, 's')).toMatchObject({ builders: [], scheme: null });
});

test('the workspace comes first, all others last', () => {
  expect(addBuilder(three, 'x.WorkspaceBuilder').builders[0]?.path).toBe('x.WorkspaceBuilder');
  expect(addBuilder(three, 'x.CertBuilder').builders.at(-1)?.path).toBe('x.CertBuilder');
});

test('arguments are typed as what they are, and leave without a trace', () => {
  expect(parseArg('60 40, 40', { kind: 'numbers' })).toEqual([60, 40, 40]);
  expect(parseArg('8192', { kind: 'number' })).toBe(8192);
  expect(parseArg('', { kind: 'text' })).toBeUndefined();
  expect(showArg([60, 40])).toBe('60 40');
  expect(setArgument(setArgument(null, 'a', 1), 'a', undefined)).toBeNull();
  expect(parseArgs('{"a": [1]}')).toEqual({ args: { a: [1] } });
  expect(parseArgs('[1]')).toHaveProperty('fault');
  expect(parseArgs('{')).toHaveProperty('fault');
});
