import { expect, it } from 'vitest';
import type { PlacedProblem } from './field-path';
import { addParticipant, patchParticipant } from './model-edit';
import { makeRows, problemAt } from './participant-rows';
import { emptyModel } from './test-model';

const problem = (key: string, path: string, severity: 'error' | 'warning'): PlacedProblem => ({
  key,
  path,
  problem: { field: path, code: 'x', severity, message: `${severity} at ${path}`, hint: 'Mend it.' },
});

it('keeps the rows of which nothing changed', () => {
  const one = addParticipant(addParticipant(emptyModel, 'client').model, 'client').model;
  const [a, b] = one.participants.map((p) => p.key);
  const rows = makeRows(one.participants, [problem(a ?? '', 'org', 'error')]);
  const edited = patchParticipant(one, b ?? '', { org: 'north' });
  const next = makeRows(edited.participants, [problem(a ?? '', 'org', 'error')], rows);
  expect(next[0]).toBe(rows[0]);
  expect(next[1]).not.toBe(rows[1]);
  expect(makeRows(edited.participants, [], next)[0]).not.toBe(rows[0]);
});

it('counts problems and finds the worst of a field', () => {
  const { model, key } = addParticipant(emptyModel, 'client');
  const problems = [problem(key, 'connect_to.port', 'warning'), problem(key, 'connect_to.host', 'error')];
  const [row] = makeRows(model.participants, problems);
  expect(row).toMatchObject({ errors: 1, warnings: 1 });
  expect(row && problemAt(row, 'connect_to')).toEqual({
    severity: 'error',
    message: 'error at connect_to.host Mend it.',
  });
  expect(row && problemAt(row, 'org')).toBeNull();
});
