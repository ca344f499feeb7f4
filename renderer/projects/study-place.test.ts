import { expect, it } from 'vitest';
import { newParticipant } from './participant-edit';
import { cellOfText, studyOf, textOfCell } from './study-place';
import { emptyModel } from './test-model';

const model = {
  ...emptyModel,
  participants: [{ ...newParticipant(emptyModel, 'client'), name: 'new', org: 'bank' }],
  studies: {
    lung: { site_orgs: { clinic: ['a', 'b'], bank: ['c'] }, admins: ['x@example.org', 'y@example.org'] },
    heart: null,
  },
};

it.each([
  ['studies.lung.site_orgs.clinic[1]', 'studies.lung.sites.b'],
  ['studies.lung.admins[1]', 'studies.lung.admins.y@example.org'],
])('%s is the cell %s, and the other way round', (text, cell) => {
  expect(cellOfText(text, model)).toBe(cell);
  expect(textOfCell(cell, model)).toBe(text);
});

it.each([
  ['studies.lung.sites.new', 'studies.lung.site_orgs.bank'],
  ['studies.heart.sites.new', 'studies.heart.site_orgs.bank'],
  ['studies.heart.sites.gone', 'studies.heart.site_orgs'],
  ['studies.heart.admins.x@example.org', 'studies.heart.admins'],
])('who is not in a study would be there: %s is %s', (cell, text) => {
  expect(textOfCell(cell, model)).toBe(text);
});

it.each(['studies', 'studies.lung', 'studies.lung.site_orgs.clinic', 'studies.lung.admins', 'name'])(
  '%s is itself',
  (path) => {
    expect(cellOfText(path, model)).toBe(path);
    expect(textOfCell(path, model)).toBe(path);
  },
);

it('leaves alone what the studies do not have', () => {
  for (const path of ['studies.lung.site_orgs.clinic[7]', 'studies.none.admins[0]'])
    expect(cellOfText(path, model)).toBe(path);
});

it('knows the study of a path', () => {
  expect(['studies.lung.admins[0]', 'studies.lung', 'studies', 'name'].map(studyOf)).toEqual([
    'lung',
    'lung',
    null,
    null,
  ]);
});
