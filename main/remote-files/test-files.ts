import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import type { Task } from '../../preload/contract/tasks';
import { createDownloads } from '../files/downloads';
import { createDragStages } from '../files/drag-stage';
import { addTrusted, openMachines } from '../hosts/test-machines';
import type { StartTask, TaskContext, TaskKind } from '../tasks/service';
import { createDrops } from './drops';
import type { FilePlaces } from '../file-places/file-place';
import { createHostPlaces } from './host-places';
import { createRemoteFiles } from './service';
import { createSessions } from './sessions';

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
  const lines: string[] = [];
  const hooks = { progress: (_value: number | null): void => undefined };
  const started = new Map<Task, { request: StartTask; result: Promise<unknown>; abort: AbortController }>();
  const need = (task: Task) => {
    const known = started.get(task);
    if (!known) throw new Error('no such task');
    return known;
  };
  return {
    /** What all of them have logged. */
    lines,
    /** What is called while they are at it. */
    hooks,
    define: <I>(kind: TaskKind<I>): void => void kinds.set(kind.kind, kind),
    start(request: StartTask): Task {
      const abort = new AbortController();
      const context: TaskContext = {
        ...{ taskId: 'task', startedBy: 'Tester', signal: abort.signal, redact: (text: string) => text },
        stage: () => undefined,
        progress: (value) => hooks.progress(value),
        log: (line) => void lines.push(line),
      };
      const task = { kind: request.kind, title: request.title } as Task;
      const kind = kinds.get(request.kind);
      const result = kind ? kind.run(kind.input.parse(request.input), context) : Promise.resolve();
      result.catch(() => undefined);
      started.set(task, { request, result, abort });
      return task;
    },
    run: async (task: Promise<Task>): Promise<unknown> => need(await task).result,
    /** As when a person cancels it. */
    cancel(task: Task): void {
      need(task).abort.abort();
    },
    /** As when a person runs it again. */
    again(task: Task): Task {
      return this.start(need(task).request);
    },
    /** What the next start does about one whose process has died. */
    putRight(task: Task): void {
      const kind = kinds.get(task.kind);
      kind?.interrupted?.(kind.input.parse(need(task).request.input), 'task');
    },
  };
}

interface HostFiles {
  sshd: Sshd;
  machines: Awaited<ReturnType<typeof openMachines>>;
  hostId: string;
  /** A folder of the host, which is this machine. */
  root: string;
  sessions: ReturnType<typeof createSessions>;
  work: ReturnType<typeof openFiles>;
}

/**
 * An sshd for the tests of a block, and for each of them a host behind it with an empty folder.
 * @param config lines that are added to that of the sshd
 */
export function useHostFiles(config: string[] = []): HostFiles {
  const there = {} as HostFiles;
  beforeAll(async () => {
    there.sshd = await startSshd(config);
  });
  afterAll(() => there.sshd?.end());
  beforeEach(async () => {
    there.machines = await openMachines();
    there.hostId = (await addTrusted(there.machines, there.sshd)).id;
    there.root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fw-far-')));
    const { access } = there.machines.hosts;
    there.sessions = createSessions(access);
    there.work = openFiles(createHostPlaces({ access, sessions: there.sessions }), there.root);
  });
  afterEach(() => {
    there.sessions.dispose();
    there.work.close();
    there.machines.close();
    rmSync(there.root, { recursive: true, force: true });
  });
  return there;
}
