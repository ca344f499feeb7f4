import { z } from 'zod';
import { runScopes } from '../../preload/contract/provisioning';
import type { Log } from '../logs/log';
import { redactError } from '../logs/redact';
import type { TaskContext, TaskKind } from '../tasks/service';
import { carryOut, type RunParts, type RunWork, tidyAfter } from './provision-run';
import { cancelled, explainFailure, failed, interrupted } from './run-failure';
import type { RunOrder } from './run-plan';
import type { RunEnd } from './run-rows';
import { discardRun } from './workspace';

const taskInput = z.object({
  projectId: z.string(),
  runId: z.string(),
  startedBy: z.string(),
  // Tasks of earlier versions were all for everything.
  scope: z.enum(runScopes).default('all'),
  participants: z.array(z.string()).default([]),
});
export type RunInput = z.infer<typeof taskInput>;

export const runKind = 'provision';

/** The kind of task that a run is: a row at its beginning, an end in any case, and nothing half-made after it. */
export function createRunKind<R extends { version: string; python: string }>(
  parts: RunParts<R> & { log: Log },
  retry: (order: RunOrder & { projectId: string }, startedBy: string) => string,
): TaskKind<RunInput> {
  const { rows, layout, projects, log } = parts;

  function begin(input: RunInput, { taskId }: TaskContext): RunWork {
    const { projectId, runId, startedBy, scope, participants } = input;
    const { text, revision, disabled } = projects.document(projectId);
    rows.begin({
      ...{ id: runId, projectId, taskId, revision, document: text, startedBy, scope, participants },
      disabled: [...disabled],
    });
    return { id: runId, projectId, text, scope, participants };
  }

  function tidy(work: RunWork): void {
    try {
      tidyAfter(work, parts);
    } catch (error) {
      log.warn({ err: error, runId: work.id }, 'older state was not removed; the next start tries again');
    }
  }

  function discard(target: { id: string; projectId: string }): void {
    if (rows.find(target.id)?.state === 'succeeded') return;
    try {
      discardRun(layout, target);
    } catch (error) {
      log.warn({ err: error, runId: target.id }, 'a run left files; the next start removes them');
    }
  }

  function end(work: RunWork, how: RunEnd): void {
    try {
      rows.end(work.id, how);
    } catch (error) {
      log.error({ err: error, runId: work.id }, 'the end of a run was not stored; reconciling puts it right');
    }
  }

  return {
    kind: runKind,
    permission: 'provisioning.run',
    input: taskInput,
    async run(input, context) {
      const work = begin(input, context);
      try {
        const made = await carryOut(work, parts, context);
        tidy(work);
        return { runId: work.id, ...made };
      } catch (error) {
        // First the files: on a full disk there is then room for the row.
        discard(work);
        const known = context.signal.aborted ? null : redactError(explainFailure(error, log), context.redact);
        end(work, known ? failed(known) : cancelled);
        throw known ?? error;
      }
    },
    interrupted({ projectId, runId }) {
      rows.end(runId, interrupted);
      discard({ id: runId, projectId });
    },
    retry: (input, startedBy) => retry(input, startedBy),
  };
}
