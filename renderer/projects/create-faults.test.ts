import { expect, test } from 'vitest';
import { faultsOf } from './create-faults';

const problem = (field: string) => ({
  field,
  code: 'x',
  severity: 'error' as const,
  message: `${field} is wrong.`,
  hint: 'Mend it.',
});

test('what was refused stands at its fields, in the order of the form', () => {
  const problems = [problem('serverHost'), problem('name'), problem('participants')];
  expect(faultsOf({ code: 'INVALID', message: 'No.', hint: '', problems })).toEqual([
    { field: 'name', message: 'name is wrong. Mend it.' },
    { field: 'serverHost', message: 'serverHost is wrong. Mend it.' },
  ]);
});

test('a taken name stands at the name', () => {
  const taken = { code: 'CONFLICT', message: 'It is taken.', hint: 'Choose another.' };
  expect(faultsOf(taken)).toEqual([{ field: 'name', message: 'It is taken. Choose another.' }]);
});

test('what is about no field is for the panel', () => {
  expect(faultsOf({ code: 'STORAGE', message: 'The disk is full.', hint: 'Free some.' })).toEqual([]);
});
