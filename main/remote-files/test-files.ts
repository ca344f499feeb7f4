import path from 'node:path';
import type { Task } from '../../preload/contract/tasks';
import { createDownloads } from '../files/downloads';
import { createDragStages } from '../files/drag-stage';
import type { StartTask, TaskContext, TaskKind } from '../tasks/service';
import { createDrops } from './drops';
import type { FilePlaces } from './file-place';
import { createRemoteFiles } from './service';

/** Files of some places, whose tasks run at once. Grants are the paths themselves. */
export function openFiles(places: FilePlaces, root: string) {
  const downloads = createDownloads();
  const work = runTasksHere();
  const stages = createDragStages({ folder: path.join(root, 'drag'), downloads });
  const files = createRemoteFiles({
    ...{ places, prefix: 'test', permission: 'hosts.use', tasks: work, downloads, stages },
    grants: { resolve: (id) => id },
    drops: createDrops(path.join(root, 'drops')),
  });
  return {
    files,
    downloads,
    ...work,
    close() {
      stages.dispose();
      downloads.dispose();
    },
  };
}

/** What came of each task, and a way to cancel it. */
function runTasksHere() {
  const kinds = new Map<string, TaskKind<unknown>>();
  const started = new Map<Task, { result: Promise<unknown>; abort: AbortController }>();
  const need = (task: Task) => {
    const known = started.get(task);
    if (!known) throw new Error('no such task');
    return known;
  };
  return {
    define: <I>(kind: TaskKind<I>): void => void kinds.set(kind.kind, kind),
    start(request: StartTask): Task {
      const abort = new AbortController();
      const context: TaskContext = {
        ...{ taskId: 'task', signal: abort.signal, redact: (text: string) => text },
        ...{ stage: () => undefined, progress: () => undefined, log: () => undefined },
      };
      const task = { kind: request.kind, title: request.title } as Task;
      const kind = kinds.get(request.kind);
      const result = kind ? kind.run(kind.input.parse(request.input), context) : Promise.resolve();
      result.catch(() => undefined);
      started.set(task, { result, abort });
      return task;
    },
    run: async (task: Promise<Task>): Promise<unknown> => need(await task).result,
    /** As when a person cancels it. */
    cancel(task: Task): void {
      need(task).abort.abort();
    },
  };
}
