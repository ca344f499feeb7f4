import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { CaFile } from '../../preload/contract/ca';
import { AppError, conflict, invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import type { TaskContext } from '../tasks/service';
import { type CaContent, largestFile, readCaFile } from './ca-file';
import type { CaParts } from './parts';

const kind = 'ca.import';

interface Source {
  grantId: string;
  passphrase: string;
}

/** The way in of a CA. */
export function createImport(parts: CaParts) {
  const { grants, projects, runs } = parts;
  const runTask = createTask(parts);

  async function read({ grantId, passphrase }: Source) {
    const file = grants.resolve(grantId, 'file');
    const bytes = await withPathProblems(async () => {
      if ((await stat(file)).size > largestFile)
        throw invalid('This is not a CA file of Fedwright.', 'Choose a file that Fedwright has made.');
      return readFile(file);
    });
    const content = await readCaFile(bytes, passphrase);
    parts.registerSecret(passphrase);
    return { fileName: path.basename(file), ...content };
  }

  async function importInto(projectId: string, content: CaContent, startedBy: string) {
    if (runs.newest(projectId)) throw hasOne();
    const { name } = projects.document(projectId);
    return runTask({ projectId, name, startedBy, state: content.state });
  }

  return {
    /** Reads and checks a CA file. Changes nothing. @throws AppError INVALID, CONFLICT, as `readCaFile`. */
    async describe(source: Source): Promise<CaFile> {
      const { fileName, project, madeAt, version, ca } = await read(source);
      const found = projects.findByName(project.name);
      const existing = found ? { projectId: found.id, hasCa: runs.newest(found.id) !== null } : null;
      return { fileName, projectName: project.name, madeAt, version, ca, existing };
    },
    /**
     * Gives a project the CA of a file: a new one, with all that the file says of it, or one that has none.
     * @throws AppError as `describe`, and CONFLICT when the project has a CA or the name of a new one is taken.
     */
    async import({ projectId, ...source }: Source & { projectId: string | null }, startedBy: string) {
      const content = await read(source);
      if (projectId !== null) return importInto(projectId, content, startedBy);
      const { name: _, text, ...belongings } = content.project;
      const made = await projects.import({ text, fileName: 'project.yml', onConflict: 'refuse' });
      const { id } = made.summary;
      try {
        projects.giveBelongings(id, belongings);
        return await importInto(id, content, startedBy);
      } catch (error) {
        projects.remove({ projectId: id, confirmName: projects.document(id).name });
        throw error;
      }
    },
  };
}

const hasOne = () =>
  conflict(
    'This project has a CA already.',
    'Nothing was changed, as every kit of it would stop working. Import the CA as a project of its own: rename this project first.',
  );

/**
 * Runs it as a task, for its log, and for the lock that keeps a run of the same project out. The keys stay in
 * memory: the task's row holds none, and so it cannot be run again.
 */
function createTask({ tasks, runs }: CaParts) {
  const waiting = new Map<string, (context: TaskContext) => Promise<{ runId: string }>>();
  tasks.define({
    kind,
    permission: 'ca.manage',
    input: z.object({ workId: z.string() }),
    once: true,
    async run({ workId }, context) {
      const work = waiting.get(workId);
      waiting.delete(workId);
      return work?.(context);
    },
  });

  return async function runTask(request: {
    projectId: string;
    name: string;
    startedBy: string;
    state: ReadonlyMap<string, Buffer>;
  }): Promise<{ projectId: string; runId: string }> {
    const { projectId, name, startedBy, state } = request;
    const workId = randomUUID();
    let answer: { runId: string } | undefined;
    let failure: unknown;
    waiting.set(workId, async (context) => {
      context.stage('Take the CA over', 0, 1);
      try {
        const { runId, warning } = await runs.adopt({ projectId, taskId: context.taskId, startedBy, state });
        context.log(`The CA of "${name}" was imported. The next run goes on from it.`);
        if (warning !== null) context.log(`Warning: ${warning}`);
        answer = { runId };
        return answer;
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    try {
      const task = tasks.start({
        ...{ kind, title: `Import the CA of ${name}`, input: { workId }, startedBy },
        subject: { type: 'project', id: projectId },
        lock: { name: `provision:${projectId}`, busy: 'This project is being provisioned.' },
      });
      await tasks.wait(task.id);
    } finally {
      waiting.delete(workId);
    }
    if (answer) return { projectId, ...answer };
    throw failure ?? new AppError('CANCELLED', 'The import was cancelled.', { hint: 'Nothing was changed.' });
  };
}
