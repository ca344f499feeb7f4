import { useQueryClient } from '@tanstack/react-query';
import { type LinkOptions, useNavigate } from '@tanstack/react-router';
import type { Task } from '../../preload/contract/tasks';
import { client, orpc } from '../rpc/client';
import { useStream } from '../rpc/use-stream';
import { toast } from '../ui/toast';
import { routeOfTask } from './task-route';
import { isUnfinished, useTaskStore } from './task-store';
import { isRoutine } from './task-words';

/** Keeps the task store in step with the main process, and tells when a task has ended. */
export function useTaskStream(): void {
  const announce = useAnnouncement();
  useStream({
    key: 'tasks.watch',
    open: (signal) => client.tasks.watch(undefined, { signal }),
    onEvent: (event) => {
      const before = useTaskStore.getState().tasks;
      if (event.type === 'snapshot') {
        const tasks = Object.fromEntries(event.tasks.map((task) => [task.id, task]));
        useTaskStore.setState({ tasks, loaded: true });
        // What ended while the connection was away is told now.
        for (const task of event.tasks) announce(before[task.id], task);
      } else if (event.type === 'changed') {
        announce(before[event.task.id], event.task);
        useTaskStore.setState({ tasks: { ...before, [event.task.id]: event.task } });
      } else {
        const { [event.taskId]: _removed, ...rest } = before;
        useTaskStore.setState({ tasks: rest });
      }
    },
  });
}

function useAnnouncement() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (before: Task | undefined, task: Task) => {
    if (!before || !isUnfinished(before) || isUnfinished(task)) return;
    // An installation changes what the host has, a run fills its disk.
    void queries.invalidateQueries({ queryKey: orpc.host.status.key() });
    const settings = queries.getQueryData(orpc.settings.get.queryKey());
    const show = (label: string, route: LinkOptions) => ({
      id: task.id,
      action: { label, onClick: () => void navigate(route) },
    });
    if (useTaskStore.getState().shown === task.id || isRoutine(task)) return;
    if (task.state === 'succeeded' && settings?.notifyFinished !== false) {
      toast.success(`${task.title}: done`, show('Show', routeOfTask(task)));
    } else if (
      (task.state === 'failed' || task.state === 'interrupted') &&
      settings?.notifyFailed !== false
    ) {
      const log: LinkOptions = { to: '/tasks/$taskId', params: { taskId: task.id } };
      toast.failed(`${task.title}: failed`, { description: task.error?.message, ...show('Open log', log) });
    }
  };
}
