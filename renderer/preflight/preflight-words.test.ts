import { expect, test } from 'vitest';
import type { CheckResult } from '../../preload/contract/preflight';
import { summarise } from './preflight-words';

const result = (state: CheckResult['state']): CheckResult => ({
  id: state,
  state,
  title: '',
  message: '',
  hint: '',
});
const of = (states: CheckResult['state'][], startable: boolean | null = true) =>
  summarise({
    results: states.map(result),
    looking: null,
    startable,
    running: startable === null,
    error: null,
  });

test('the worst finding is the answer, also while others are looked for', () => {
  expect(of(['ok', 'ok'])).toEqual({ state: 'ok', label: 'Everything fits' });
  expect(of(['ok'], null)).toMatchObject({ state: 'running' });
  expect(of(['failed'], null)).toEqual({ state: 'failed', label: '1 thing wrong' });
  expect(of(['failed', 'failed', 'unknown'], false)).toMatchObject({
    label: '2 things in the way of a start',
  });
  expect(of(['attention', 'unknown'])).toMatchObject({ state: 'attention', label: '1 thing to look at' });
  expect(of(['unknown', 'ok'])).toMatchObject({ state: 'stale' });
});
