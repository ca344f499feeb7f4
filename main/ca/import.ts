import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CaFile } from '../../preload/contract/ca';
import { conflict, invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import { createMemoryWork } from '../tasks/memory-work';
import { type CaContent, largestFile, readCaFile } from './ca-file';
import type { CaParts } from './parts';

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

/** Runs it as a task, for its log, and for the lock that keeps a run of the same project out. */
function createTask({ tasks, runs }: CaParts) {
  const inMemory = createMemoryWork(tasks, { kind: 'ca.import', permission: 'ca.manage' });

  return async function runTask(request: {
    projectId: string;
    name: string;
    startedBy: string;
    state: ReadonlyMap<string, Buffer>;
  }): Promise<{ projectId: string; runId: string }> {
    const { projectId, name, startedBy, state } = request;
    const runId = await inMemory.answer(
      {
        ...{ title: `Import the CA of ${name}`, startedBy },
        subject: { type: 'project', id: projectId },
        lock: { name: `provision:${projectId}`, busy: 'This project is being provisioned.' },
        cancelled: ['The import was cancelled.', 'Nothing was changed.'],
      },
      async (context) => {
        context.stage('Take the CA over', 0, 1);
        const adopted = await runs.adopt({ projectId, taskId: context.taskId, startedBy, state });
        context.log(`The CA of "${name}" was imported. The next run goes on from it.`);
        if (adopted.warning !== null) context.log(`Warning: ${adopted.warning}`);
        return adopted.runId;
      },
    );
    return { projectId, runId };
  };
}
