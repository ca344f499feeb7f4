import { z } from 'zod';
import { call } from './meta';

export const runtimeSources = ['configured', 'own', 'path', 'wsl'] as const;

/** A Python that was found, and whether the NVFlare in it can be used. */
export const runtimeCandidateSchema = z.object({
  id: z.string(),
  source: z.enum(runtimeSources),
  /** The interpreter, as the system that runs it names it (inside WSL: a Linux path). */
  python: z.string(),
  wslDistribution: z.string().nullable(),
  pythonVersion: z.string().nullable(),
  nvflareVersion: z.string().nullable(),
  state: z.enum(['ok', 'no-python', 'no-nvflare', 'too-old', 'untested', 'broken']),
  message: z.string(),
  hint: z.string(),
  /** What this version can do, so that pages and validation need not compare versions. */
  features: z.object({
    jsonOutput: z.boolean(),
    force: z.boolean(),
    overseer: z.boolean(),
    studies: z.boolean(),
  }),
});
export type RuntimeCandidate = z.infer<typeof runtimeCandidateSchema>;

export const runtimeStatusSchema = z.object({
  chosen: runtimeCandidateSchema.nullable(),
  candidates: z.array(runtimeCandidateSchema),
  installVersion: z.string(),
  installableVersions: z.array(z.string()),
  /** Whether an environment can be made here, and what to do if not. */
  canInstall: z.object({ ok: z.boolean(), message: z.string(), hint: z.string() }),
  installTaskId: z.string().nullable(),
});
export type RuntimeStatus = z.infer<typeof runtimeStatusSchema>;

export const runtime = {
  /** `refresh` looks again instead of answering from the last look. */
  status: call({ permission: 'runtime.read' })
    .input(z.object({ refresh: z.boolean().default(false) }).default({ refresh: false }))
    .output(runtimeStatusSchema),
  /** Uses a found candidate, or a Python that a dialog granted; neither means: choose the best by yourself. */
  choose: call({ permission: 'runtime.manage', audit: { subject: 'chosen.python' } })
    .input(
      z.object({
        candidateId: z.string().nullable().default(null),
        grantId: z.string().nullable().default(null),
      }),
    )
    .output(runtimeStatusSchema),
  /** Makes Fedwright's own environment with this NVFlare, as a task. */
  install: call({ permission: 'runtime.manage', audit: { subject: 'version' } })
    .input(
      z
        .object({
          version: z
            .string()
            .regex(/^\d+\.\d+\.\d+$/)
            .optional(),
        })
        .default({}),
    )
    .output(z.object({ taskId: z.string(), version: z.string() })),
};
