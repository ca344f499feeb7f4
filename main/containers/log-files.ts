import { rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Task } from '../../preload/contract/tasks';
import type { Engines } from '../docker/engines';
import type { Downloads } from '../files/downloads';
import { endingWith } from '../files/ending-with';
import { partOf, writeWhole } from '../files/part-file';
import type { StartTask, TaskContext, TaskKind } from '../tasks/service';
import type { OfContainer } from './actions';
import { mergeLogs } from './log-merge';
import { openWholeLog, type WholeLog } from './log-source';

export type LogFiles = ReturnType<typeof createLogFiles>;

const kind = 'containers.saveLog';
const linkMs = 10 * 60_000;
const input = z.object({
  containers: z.array(z.object({ hostId: z.string(), containerId: z.string() })),
  file: z.string(),
});

export interface LogFileParts {
  engines: Engines;
  tasks: { define: <I>(kind: TaskKind<I>) => void; start: (request: StartTask) => Task };
  grants: { resolve(id: string, kind: 'save'): string };
  downloads: Pick<Downloads, 'offer'>;
}

/** Whole logs of containers, of any size, as files: of several merged by time into one. */
export function createLogFiles({ engines, tasks, grants, downloads }: LogFileParts) {
  tasks.define({
    ...{ kind, permission: 'containers.read', input },
    run: (wanted, task) => save(engines, wanted, task),
    interrupted: ({ file }) => rmSync(partOf(file), { force: true }),
  });
  return {
    save({ containers, grantId }: { containers: OfContainer[]; grantId: string }, startedBy: string): Task {
      const file = grants.resolve(grantId, 'save');
      const what = containers.length === 1 ? 'the log' : `the logs of ${containers.length} containers`;
      const hostId = containers[0]?.hostId ?? '';
      return tasks.start({
        ...{ kind, title: `Save ${what} to ${path.basename(file)}`, input: { containers, file }, startedBy },
        subject: { type: 'host', id: hostId },
        lock: { name: `save ${file}`, busy: 'Something is being saved there already.' },
      });
    },
    /** A link to the same text, read from the engines as it is fetched. @throws AppError why it cannot be read */
    async link({ containers }: { containers: OfContainer[] }) {
      // Told here, where a page can show it; a browser that fetches something shows only that it failed.
      const names = (await openAll(engines, containers, new AbortController().signal)).map(
        ({ name }) => name,
      );
      const fileName = fileNameOf(names);
      const { url } = downloads.offer({
        ...{ fileName, contentType: 'text/plain; charset=utf-8', expiresMs: linkMs, once: true },
        open: async () => ({ stream: await streamLogs(engines, containers), sizeBytes: null }),
      });
      return { url, fileName };
    },
  };
}

const openAll = (engines: Engines, containers: OfContainer[], signal: AbortSignal): Promise<WholeLog[]> =>
  Promise.all(containers.map((each) => openWholeLog(engines, each, signal)));

async function save(engines: Engines, { containers, file }: z.infer<typeof input>, task: TaskContext) {
  task.stage('Looking for the last lines', 0, 2);
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, task.signal]);
  const logs = await openAll(engines, containers, signal);
  task.stage('Receiving', 1, 2);
  // How large a log is no engine tells. Which time its lines have come to says how far it is.
  const last = Math.max(...logs.map(({ lastAt }) => lastAt ?? 0));
  let first: number | null = null;
  const onTime = (at: string) => {
    const now = Date.parse(at);
    first ??= now;
    task.progress(last > first && now >= first ? Math.min(0.99, (now - first) / (last - first)) : null);
  };
  return writeWhole(file, task.signal, async (target) => {
    let sizeBytes = 0;
    for await (const bytes of mergeLogs(logs, onTime)) {
      task.signal.throwIfAborted();
      await target.writeFile(bytes);
      sizeBytes += bytes.length;
    }
    task.log(`${sizeBytes} bytes: ${logs.map(({ name }) => name).join(', ')}`);
    return { sizeBytes };
  }).finally(() => ended.abort());
}

async function streamLogs(engines: Engines, containers: OfContainer[]): Promise<Readable> {
  const abort = new AbortController();
  const logs = await openAll(engines, containers, abort.signal);
  return endingWith(abort, Readable.from(mergeLogs(logs), { objectMode: false }));
}

/** The container's own name for one. */
function fileNameOf(names: string[]): string {
  const [only = ''] = names.length === 1 ? names : [`${names.length} containers`];
  return `${only.replaceAll(/[^\w.-]+/g, '-').slice(0, 100)}.log`;
}
