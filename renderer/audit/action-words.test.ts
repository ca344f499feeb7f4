import { expect, test } from 'vitest';
import { contract } from '../../preload/contract';
import { actionsLike, actionWords, describeAction, describeSubject } from './action-words';

interface Declared {
  '~orpc'?: { meta: { audit?: object } };
}

/** The names of all calls that the trail holds. */
function auditedCalls(): string[] {
  return Object.entries(contract).flatMap(([room, calls]) =>
    Object.entries(calls as Record<string, Declared>).flatMap(([name, call]) =>
      call['~orpc']?.meta.audit ? [`${room}.${name}`] : [],
    ),
  );
}

test('every call that is written down has words, and no words are left over', () => {
  expect(Object.keys(actionWords).toSorted()).toEqual(auditedCalls().toSorted());
});

test('an action without words keeps its name', () => {
  expect(describeAction('projects.save')).toBe('Save project');
  expect(describeAction('hosts.add')).toBe('hosts.add');
});

test('what is shown of an action is found by its words', () => {
  expect(actionsLike('add HOST')).toEqual(['hosts.create']);
  expect(actionsLike(' ')).toEqual([]);
  expect(actionsLike('no such words')).toEqual([]);
});

test('subjects are named where they still exist', () => {
  const names = new Map([
    ['k1', 'site-1'],
    ['k2', 'site-2'],
  ]);
  expect(describeSubject('k1,k3', names)).toBe('site-1, k3');
  expect(describeSubject('k2', names)).toBe('site-2');
  expect(describeSubject(null, names)).toBe('');
});
