import path from 'node:path';
import { rmSync } from 'node:fs';
import type { Chosen } from '../../preload/contract/clean-up';
import type { Task } from '../../preload/contract/tasks';
import type { Engines } from '../docker/engines';
import { partOf } from '../files/part-file';
import type { StartTask, TaskKind } from '../tasks/service';
import { cleanUpInput, runCleanUp } from './clean-up-run';
import type { Belongs } from './clean-up-rules';
import { parseReference, showReference } from './image-reference';
import { load, loadInput } from './load';
import type { Logins } from './logins';
import { pull, pullInput } from './pull';
import { save, saveInput } from './save';

export interface Tasks {
  define: <I>(kind: TaskKind<I>) => void;
  start: (request: StartTask) => Task;
}
export interface Grants {
  resolve(id: string, kind: 'file' | 'save'): string;
}

const kinds = {
  pull: 'images.pull',
  save: 'images.save',
  load: 'images.load',
  cleanUp: 'cleanUp.run',
} as const;

/** The long work with what engines have in stock. */
export function defineWork(
  { define }: Tasks,
  { engines, logins, belongs }: { engines: Engines; logins: Logins; belongs: Belongs },
): void {
  const permission = 'containers.manage' as const;
  define({
    ...{ kind: kinds.pull, permission, input: pullInput },
    run: (input, task) => pull({ engines, logins }, input, task),
  });
  define({
    ...{ kind: kinds.save, permission, input: saveInput },
    run: (input, task) => save(engines, input, task),
    interrupted: ({ file }) => rmSync(partOf(file), { force: true }),
  });
  define({
    ...{ kind: kinds.load, permission, input: loadInput },
    run: (input, task) => load(engines, input, task),
  });
  define({
    ...{ kind: kinds.cleanUp, permission, input: cleanUpInput },
    // What was chosen is gone or has changed: a new plan says what there is now.
    once: true,
    run: (input, task) => runCleanUp({ engines, belongs }, input, task),
  });
}

/** Starts that work as tasks. Wrong input is told before one begins. */
export function createJobs({ tasks, engines, grants }: { tasks: Tasks; engines: Engines; grants: Grants }) {
  const start = (hostId: string, request: Omit<StartTask, 'subject'>): Task =>
    tasks.start({ ...request, subject: { type: 'host', id: hostId } });

  return {
    pull({ hostId, reference }: { hostId: string; reference: string }, startedBy: string): Task {
      const shown = showReference(parseReference(reference));
      return start(hostId, {
        ...{ kind: kinds.pull, title: `Pull ${shown} to ${engines.nameOf(hostId)}`, startedBy },
        input: { hostId, reference: shown },
        lock: { name: `pull ${hostId} ${shown}`, busy: 'This image is being pulled already.' },
      });
    },
    save(input: { hostId: string; imageIds: string[]; grantId: string }, startedBy: string): Task {
      const { hostId, imageIds } = input;
      const file = grants.resolve(input.grantId, 'save');
      const what = imageIds.length === 1 ? 'an image' : `${imageIds.length} images`;
      return start(hostId, {
        ...{ kind: kinds.save, title: `Save ${what} of ${engines.nameOf(hostId)}`, startedBy },
        input: { hostId, imageIds, file },
        lock: { name: `save ${file}`, busy: 'Something is being saved there already.' },
      });
    },
    load({ hostId, grantId }: { hostId: string; grantId: string }, startedBy: string): Task {
      const file = grants.resolve(grantId, 'file');
      return start(hostId, {
        ...{ kind: kinds.load, title: `Load ${path.basename(file)} to ${engines.nameOf(hostId)}`, startedBy },
        input: { hostId, file },
      });
    },
    cleanUp({ entries }: { entries: Chosen[] }, startedBy: string): Task {
      const hosts = [...new Set(entries.map(({ hostId }) => hostId))];
      const where = hosts.length === 1 ? engines.nameOf(hosts[0] ?? '') : `${hosts.length} hosts`;
      return tasks.start({
        ...{ kind: kinds.cleanUp, title: `Clean up ${where}`, input: { entries }, startedBy },
        lock: { name: 'clean up', busy: 'A clean-up is running already.' },
      });
    },
  };
}
