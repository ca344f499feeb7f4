import { expect, test } from 'vitest';
import { newParticipant } from './participant-edit';
import { readStudies } from './study-edit';
import { studyRows } from './study-rows';
import { emptyModel } from './test-model';

const person = (type: 'client' | 'admin', name: string, org: string) => ({
  ...newParticipant(emptyModel, type),
  name,
  org,
});
const model = {
  ...emptyModel,
  participants: [
    person('client', 'b', 'clinic'),
    person('client', 'a', 'bank'),
    person('admin', 'x@example.org', 'bank'),
  ],
  studies: { lung: { site_orgs: { clinic: ['b', 'gone'] } } },
};
const titles = (search: string) =>
  studyRows(model, readStudies(model.studies) ?? [], search).map((row) =>
    row.kind === 'group' ? `[${row.title}]` : `${row.member.name}${row.isStranger ? '?' : ''}`,
  );

test('sites stand below their organisations, then the admins, then names that nobody has', () => {
  expect(titles('')).toEqual(['[bank]', 'a', '[clinic]', 'b', '[Admins]', 'x@example.org', 'gone?']);
});

test('the search finds names and organisations', () => {
  expect(titles('CLIN')).toEqual(['[clinic]', 'b']);
  expect(titles('gone')).toEqual(['gone?']);
});
