import { assertPermitted, base } from '../rpc/base';
import type { Tasks } from './service';

export const createTasksRouter = (tasks: Tasks) =>
  base.tasks.router({
    list: base.tasks.list.handler(({ input }) => tasks.list({ limit: input.limit })),
    get: base.tasks.get.handler(({ input }) => tasks.get(input.taskId)),
    watch: base.tasks.watch.handler(({ signal }) => tasks.watch(signal)),
    log: base.tasks.log.handler(({ input, signal }) => tasks.log(input.taskId, input.offset, signal)),
    cancel: base.tasks.cancel.handler(({ input }) => tasks.cancel(input.taskId)),
    retry: base.tasks.retry.handler(({ input, context }) => {
      // Otherwise this would be a way around the permission that starting it takes.
      assertPermitted(context, 'tasks.retry', tasks.permissionOf(input.taskId));
      return tasks.retry(input.taskId, context.actor.name);
    }),
    dismiss: base.tasks.dismiss.handler(({ input }) => {
      tasks.dismiss(input.taskId);
      return { taskId: input.taskId };
    }),
  });
