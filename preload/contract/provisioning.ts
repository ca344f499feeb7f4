import { z } from 'zod';
import { call, errorDataSchema } from './meta';

export const runStates = ['running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;

/** What a person can ask for: every kit, those of new participants, or new certificates for the named ones. */
export const provisionScopes = ['all', 'new', 'renew'] as const;
export type ProvisionScope = (typeof provisionScopes)[number];

/** What a run was for. `rotate` is a run of everything with a new CA. */
export const runScopes = [...provisionScopes, 'rotate'] as const;
export type RunScope = (typeof runScopes)[number];
/** Whether a run makes a kit for everyone. */
export const isWhole = (scope: RunScope): boolean => scope === 'all' || scope === 'rotate';

export const runSummarySchema = z.object({
  id: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  /** Counts up from 1 within the project. */
  number: z.number().int(),
  state: z.enum(runStates),
  scope: z.enum(runScopes),
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
  /** `disabled`: the project has it and the run was made without it; `enabled`: with it again. */
  kind: z.enum(['added', 'removed', 'changed', 'disabled', 'enabled']),
  /** `project`, or the participant's name. */
  what: z.string(),
  field: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** What it means for kits that are out already; empty when nothing. */
  note: z.string(),
});
export type RunChange = z.infer<typeof runChangeSchema>;

export const reissueKinds = [
  'new',
  'expired',
  'expiring',
  'hosts',
  'org',
  'role',
  'settings',
  'removed',
] as const;

/** Something about one participant that kits which are out do not know yet, or that time does to them. */
export const reissueNeedSchema = z.object({
  participant: z.string(),
  type: z.string(),
  kind: z.enum(reissueKinds),
  /** What is the case. */
  message: z.string(),
  /** What it takes, and who is affected. */
  advice: z.string(),
  /** `all` a run of everything, `rotate` a new CA, `none` nothing that a run could do. */
  action: z.enum(['new', 'renew', 'all', 'rotate', 'none']),
});
export type ReissueNeed = z.infer<typeof reissueNeedSchema>;

export const reissueSchema = z.object({
  /** False before the first successful run: then there is nothing but everything to provision. */
  provisioned: z.boolean(),
  /** Why runs of some participants only are not possible for this project; null when they are. */
  onlyWhole: z.string().nullable(),
  /** Why NVFlare gets to see everyone also in a run for some; null when it sees only whom it needs. */
  seesAll: z.string().nullable(),
  /** Null when its certificate is in no kit any more. */
  ca: z.object({ notAfter: z.number(), daysLeft: z.number().int(), ending: z.boolean() }).nullable(),
  needs: z.array(reissueNeedSchema),
});
export type Reissue = z.infer<typeof reissueSchema>;

export const rotationSchema = z.object({
  startedAt: z.number(),
  startedBy: z.string(),
  oldRunId: z.string(),
  newRunId: z.string(),
  /** Everyone who needs a kit with the new CA; `handedAt` is when a kit with the new certificate was handed over. */
  participants: z.array(
    z.object({
      kitId: z.string(),
      participant: z.string(),
      type: z.string(),
      handedAt: z.number().nullable(),
    }),
  ),
  /** Nothing was handed over yet, and the old CA is still there. */
  canAbandon: z.boolean(),
});
export type Rotation = z.infer<typeof rotationSchema>;

/** A rotation that is under way, in numbers. */
export const openRotationSchema = z.object({
  projectId: z.string(),
  startedAt: z.number(),
  /** How many need a kit with the new CA, and how many of them have no recorded hand-over of it. */
  participants: z.number().int(),
  waiting: z.number().int(),
});
export type OpenRotation = z.infer<typeof openRotationSchema>;

const started = z.object({ runId: z.string(), taskId: z.string() });
const projectId = z.object({ projectId: z.string() });

export const provisioning = {
  /**
   * Validates, then runs `nvflare provision` as a task. Problems with severity error refuse with INVALID.
   * With the scope `renew` the named participants get new keys and certificates, and only they get kits; with
   * `all` everyone gets a kit, and the named ones new keys and certificates. `new` finds its participants itself.
   */
  start: call({ permission: 'provisioning.run', audit: { subject: 'projectId' } })
    .input(
      projectId.extend({
        scope: z.enum(provisionScopes).default('all'),
        participants: z.array(z.string().min(1).max(300)).max(10_000).default([]),
      }),
    )
    .output(started),
  /** What has changed since the kits that are out were made, against the project as it is stored. */
  needs: call({ permission: 'provisioning.read' }).input(projectId).output(reissueSchema),
  /** The change to a new CA that is under way, or null. */
  rotation: call({ permission: 'provisioning.read' }).input(projectId).output(rotationSchema.nullable()),
  /** All changes to a new CA that are under way. */
  rotations: call({ permission: 'provisioning.read' }).output(z.array(openRotationSchema)),
  /** Makes a new CA and all kits with it, as a task. The old CA and kits stay until the rotation has ended. */
  startRotation: call({ permission: 'provisioning.run', audit: { subject: 'projectId' } })
    .input(projectId)
    .output(started),
  /** Removes the old CA for good. A CONFLICT while somebody has no new kit, unless `acceptOpen` is set. */
  finishRotation: call({ permission: 'provisioning.run', audit: { subject: 'projectId' } })
    .input(projectId.extend({ acceptOpen: z.boolean().default(false) }))
    .output(z.object({})),
  /** Back to the old CA and its kits, as long as no new kit was handed over. */
  abandonRotation: call({ permission: 'provisioning.run', audit: { subject: 'projectId' } })
    .input(projectId)
    .output(z.object({})),
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
        /** Whom the project had and the run was made without, as they were disabled. */
        disabled: z.array(z.string()),
        /** Where it is on the disk of the machine that runs Fedwright, relative paths of its files. */
        workspace: z.string().nullable(),
      }),
    ),
};
