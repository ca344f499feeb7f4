import type { LinkOptions } from '@tanstack/react-router';
import type { Task } from '../../preload/contract/tasks';

/** Where the result of a task is: its run or project; the task's own page when it has no other place. */
export function routeOfTask(task: Task): LinkOptions {
  if (task.subject?.type === 'run') {
    return { to: '/runs/$runId', params: { runId: task.subject.id } };
  }
  if (task.subject?.type === 'project') {
    return {
      to: '/projects/$projectId',
      params: { projectId: task.subject.id },
      search: { tab: 'runs' },
    };
  }
  if (task.kind.startsWith('local-federations.')) return { to: '/local-federations' };
  if (task.subject?.type === 'deployment') return { to: '/deployments', search: { open: task.subject.id } };
  if (task.kind.startsWith('upkeep.')) return { to: '/settings/upkeep' };
  if (task.kind === 'cleanUp.run') return { to: '/containers/clean-up' };
  return { to: '/tasks/$taskId', params: { taskId: task.id } };
}
