import { expect, it } from 'vitest';
import type { Settings } from '../../preload/contract/settings';
import type { Task } from '../../preload/contract/tasks';
import type { Notice } from '../platform/ports';
import { announceTask } from './announce';

const task = { id: 'a-1', title: 'Provision stroke', state: 'succeeded', error: null } as Task;
const wanted = { notifyFinished: true, notifyFailed: false } as Settings;

function told(one: Task): Notice[] {
  const shown: Notice[] = [];
  announceTask(one, wanted, {
    isSupported: () => true,
    async show(notice) {
      shown.push(notice);
      return true;
    },
  });
  return shown;
}

it('tells of the end of a task as the settings want it, with a way to the task', () => {
  expect(told(task)).toEqual([{ title: 'Provision stroke', body: 'Done.', link: 'fedwright://tasks/a-1' }]);
  expect(told({ ...task, state: 'failed' })).toEqual([]);
  expect(told({ ...task, state: 'cancelled' })).toEqual([]);
});
