import { z } from 'zod';
import { call, errorDataSchema } from './meta';

export const runStates = ['running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;

export const runSummarySchema = z.object({
  id: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  /** Counts up from 1 within the project. */
  number: z.number().int(),
  state: z.enum(runStates),
  taskId: z.string(),
  revision: z.number().int(),
  nvflareVersion: z.string().nullable(),
  python: z.string().nullable(),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  durationMs: z.number().nullable(),
  kitCount: z.number().int(),
  startedBy: z.string(),
  error: z.object({ code: z.string(), message: z.string(), data: errorDataSchema }).nullable(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** One difference between this run's project file and that of the successful run before it. */
export const runChangeSchema = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  /** `project`, or the participant's name. */
  what: z.string(),
  field: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** What it means for kits that are out already; empty when nothing. */
  note: z.string(),
});
export type RunChange = z.infer<typeof runChangeSchema>;

export const provisioning = {
  /** Validates, then runs `nvflare provision` as a task. Problems with severity error refuse with INVALID. */
  start: call({ permission: 'provisioning.run', audit: { subject: 'projectId' } })
    .input(z.object({ projectId: z.string() }))
    .output(z.object({ runId: z.string(), taskId: z.string() })),
  /** Newest first; of one project or of all. */
  runs: call({ permission: 'provisioning.read' })
    .input(
      z
        .object({
          projectId: z.string().nullable().default(null),
          limit: z.number().int().min(1).max(500).default(100),
        })
        .default({ projectId: null, limit: 100 }),
    )
    .output(z.array(runSummarySchema)),
  run: call({ permission: 'provisioning.read' })
    .input(z.object({ runId: z.string() }))
    .output(
      z.object({
        run: runSummarySchema,
        previousRunId: z.string().nullable(),
        changes: z.array(runChangeSchema),
        /** Where it is on the disk of the machine that runs Fedwright, relative paths of its files. */
        workspace: z.string().nullable(),
      }),
    ),
};
