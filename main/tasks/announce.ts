import type { Task } from '../../preload/contract/tasks';
import type { Settings } from '../../preload/contract/settings';
import type { Notify } from '../platform/ports';

const words: Partial<Record<Task['state'], string>> = {
  succeeded: 'Done.',
  failed: 'Failed.',
  interrupted: 'Interrupted.',
};

/** Tells the person that long work has ended, as the settings want it. A cancelled task is no news to them. */
export function announceTask(task: Task, settings: Settings, notify: Notify | null): void {
  const word = words[task.state];
  if (!notify || !word) return;
  if (task.state === 'succeeded' ? !settings.notifyFinished : !settings.notifyFailed) return;
  const body = task.error ? `${task.error.message} ${task.error.data.hint}` : word;
  void notify.show({ title: task.title, body, link: `fedwright://tasks/${task.id}` });
}
