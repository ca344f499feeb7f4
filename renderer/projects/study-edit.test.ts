import { expect, test } from 'vitest';
import { addStudy, readStudies, removeStudy, renameStudy, setAdmins, setSites } from './study-edit';
import { emptyModel } from './test-model';

const site = (name: string, org = 'clinic') => ({ name, org });
const lung = { ...emptyModel, studies: { lung: { site_orgs: { clinic: ['a', 'b'] }, note: 'ours' } } };

test('a study is added under a free name, and the file gets the version that has studies', () => {
  const model = addStudy(addStudy(emptyModel));
  expect(model.studies).toEqual({ 'study-1': {}, 'study-2': {} });
  expect(model.apiVersion).toBe(4);
});

test('sites join below their organisation and leave without a trace, and what else there is stays', () => {
  const joined = setSites(lung, 'lung', [site('c', 'other'), site('a')], true);
  expect(joined.studies).toEqual({
    lung: { site_orgs: { clinic: ['a', 'b'], other: ['c'] }, note: 'ours' },
  });
  const left = setSites(joined, 'lung', [site('a'), site('b'), site('c', 'other')], false);
  expect(left.studies).toEqual({ lung: { note: 'ours' } });
});

test('a site below the wrong organisation is put below its own', () => {
  const moved = setSites(lung, 'lung', [site('a', 'other')], true);
  expect(moved.studies).toEqual({ lung: { site_orgs: { clinic: ['b'], other: ['a'] }, note: 'ours' } });
});

test('admins join once', () => {
  const model = setAdmins(setAdmins(lung, 'lung', ['x@example.org'], true), 'lung', ['x@example.org'], true);
  expect(readStudies(model.studies)?.[0]?.admins).toEqual(new Set(['x@example.org']));
  expect(setAdmins(model, 'lung', ['x@example.org'], false).studies).toEqual(lung.studies);
});

test('names change in place, unless they are taken; the last study takes the section along', () => {
  const two = { ...emptyModel, studies: { a: {}, b: null } };
  expect(Object.keys(renameStudy(two, 'a', 'c').studies ?? {})).toEqual(['c', 'b']);
  expect(renameStudy(two, 'a', 'b')).toBe(two);
  expect(removeStudy(removeStudy(two, 'a'), 'b').studies).toBeNull();
});

test('a section that is written in another form is not shown as a matrix', () => {
  expect(readStudies(['a'])).toBeNull();
  expect(readStudies({ a: { site_orgs: ['x'] } })).toBeNull();
  expect(readStudies(null)).toEqual([]);
});
