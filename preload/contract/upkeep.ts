import { z } from 'zod';
import { call } from './meta';
import { runStates } from './provisioning';
import { settingsSchema } from './settings';

const bytes = z.number().int().min(0);

/** What the files of a data directory take, by what they are. All sizes are bytes. */
export const usageSchema = z.object({
  totalBytes: bytes,
  storeBytes: bytes,
  /** Projects with their runs, the largest first. */
  projects: z.array(
    z.object({
      projectId: z.string(),
      /** Null when the store does not know it: files that were here before a backup was restored. */
      name: z.string().nullable(),
      totalBytes: bytes,
      runs: z.array(
        z.object({
          runId: z.string(),
          number: z.number().int().nullable(),
          state: z.enum(runStates).nullable(),
          kitsBytes: bytes,
          /** The CA and the keys that NVFlare goes on from. Only the newest run has them. */
          stateBytes: bytes,
          otherBytes: bytes,
        }),
      ),
    }),
  ),
  logs: z.object({ appBytes: bytes, taskBytes: bytes }),
  backupBytes: bytes,
  /** Each environment that Fedwright installed. */
  environments: z.array(z.object({ name: z.string(), sizeBytes: bytes })),
  /** Work under way, and a restore that waits for the next start. */
  stagingBytes: bytes,
  /** The window's own files, such as its cache. */
  otherBytes: bytes,
});
export type Usage = z.infer<typeof usageSchema>;

export const backupKinds = ['daily', 'manual', 'before-restore'] as const;

export const backupSchema = z.object({
  /** Its file's name. */
  id: z.string(),
  kind: z.enum(backupKinds),
  at: z.number(),
  sizeBytes: bytes,
});
export type Backup = z.infer<typeof backupSchema>;

/** How the last restore on this data directory ended. */
export const restoreOutcomeSchema = z.object({
  at: z.number(),
  ok: z.boolean(),
  /** The name of the file. */
  source: z.string(),
  madeAt: z.number(),
  by: z.string(),
  message: z.string(),
  hint: z.string(),
  /** The backup of what was here before; null when there was nothing that could be backed up. */
  before: z.string().nullable(),
});
export type RestoreOutcome = z.infer<typeof restoreOutcomeSchema>;

export const pendingRestoreSchema = z.object({
  source: z.string(),
  madeAt: z.number(),
  stagedAt: z.number(),
  by: z.string(),
});

/** What is in a backup, and what putting it in place of the present means. */
export const backupDescriptionSchema = z.object({
  source: z.string(),
  madeAt: z.number(),
  /** The version of Fedwright that made it. */
  version: z.string(),
  schema: z.number().int(),
  sizeBytes: bytes,
  withKits: z.boolean(),
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      revision: z.number().int(),
      /** The newest succeeded run, whose CA is in the backup; null for a project that has none. */
      run: z.number().int().nullable(),
      /** False when the CA was gone already when the backup was made. */
      hasCa: z.boolean(),
    }),
  ),
  /** What it has besides projects, by name: CAs that sign for others, own requests, templates, workspaces. */
  others: z.array(
    z.object({ kind: z.enum(['authority', 'request', 'template', 'workspace']), name: z.string() }),
  ),
  /**
   * What is here now and will not be afterwards, in words; it is kept in a backup made first. `project` is the
   * name of the project, or of the CA, request, workspace or template.
   */
  losses: z.array(z.object({ project: z.string(), what: z.string() })),
});
export type BackupDescription = z.infer<typeof backupDescriptionSchema>;

/**
 * A backup of the list, or a file that was granted. A protected one needs its passphrase; on the command line
 * that is taken from standard input only.
 */
const backupSource = z.object({
  backupId: z.string().max(200).nullable().default(null),
  grantId: z.string().nullable().default(null),
  passphrase: z.string().max(200).nullable().default(null),
});

export const cleanKinds = ['run', 'logs', 'unknown', 'copies'] as const;

export const cleanItemSchema = z.object({
  id: z.string(),
  kind: z.enum(cleanKinds),
  title: z.string(),
  detail: z.string(),
  sizeBytes: bytes,
  /** When it was made, or the newest part of it. */
  at: z.number(),
  /** False for what only the person can judge: it holds a CA that the store does not know. */
  suggested: z.boolean(),
});
export type CleanItem = z.infer<typeof cleanItemSchema>;

/** What is not given is as the settings say. */
const cleanPolicy = z.object({
  /** Of each project, this many of the newest succeeded runs stay. */
  keepRuns: settingsSchema.shape.cleanKeepRuns.optional(),
  /** Logs of tasks that ended longer ago than this go; 0: of all that have ended. */
  logDays: settingsSchema.shape.cleanLogDays.optional(),
});
export type CleanPolicy = Required<z.infer<typeof cleanPolicy>>;

const task = z.object({ taskId: z.string() });
const saved = z.object({
  fileName: z.string(),
  url: z.string().nullable(),
  savedTo: z.string().nullable(),
  sizeBytes: bytes,
});
const toGrant = z.object({ grantId: z.string().nullable().default(null) });

export const upkeep = {
  /** Looks at the disk now. Takes a second for every ten thousand files or so. */
  usage: call({ permission: 'upkeep.read' }).output(usageSchema),
  /** The backups inside the data directory, newest first, and how restoring stands. */
  backups: call({ permission: 'upkeep.read' }).output(
    z.object({
      backups: z.array(backupSchema),
      pending: pendingRestoreSchema.nullable(),
      lastRestore: restoreOutcomeSchema.nullable(),
      keepDaily: z.number().int(),
      /** When a run, a CA or a request last came to something: a backup of before lacks it. */
      newestKeysAt: z.number().nullable(),
    }),
  ),
  /** Makes a backup inside the data directory, as a task. */
  backUp: call({ permission: 'upkeep.manage', audit: { subject: 'taskId' } }).output(task),
  /** Removes one of the list. */
  removeBackup: call({ permission: 'upkeep.manage', audit: { subject: 'backupId' } })
    .input(z.object({ backupId: z.string().max(200) }))
    .output(z.object({ backupId: z.string() })),
  /**
   * A backup to carry away: an AES-256 zip with a generated passphrase, which is in this answer and nowhere
   * else. Without a grant the answer has a link, with one (a `save` path) the file is written there.
   */
  exportBackup: call({ permission: 'upkeep.manage', audit: {} })
    .input(toGrant.extend({ withKits: z.boolean().default(false) }).prefault({}))
    .output(saved.extend({ passphrase: z.string() })),
  /** Reads a backup and compares it with what is here. Changes nothing. */
  describeBackup: call({ permission: 'upkeep.manage', secret: 'passphrase' })
    .input(backupSource)
    .output(backupDescriptionSchema),
  /**
   * Checks and unpacks a backup, as a task. It takes the place of what is here at the next start, after a
   * backup of that was made. Refused while tasks run or another process has the data directory open.
   */
  restore: call({ permission: 'upkeep.manage', audit: { subject: 'backupId' }, secret: 'passphrase' })
    .input(backupSource)
    .output(task),
  /** Calls a restore off that waits for the next start. */
  cancelRestore: call({ permission: 'upkeep.manage', audit: {} }).output(
    z.object({ cancelled: z.boolean() }),
  ),
  /** What can be removed under a policy, with sizes. Never a project's newest succeeded run. */
  cleanPlan: call({ permission: 'upkeep.read' })
    .input(cleanPolicy.prefault({}))
    .output(z.object({ items: z.array(cleanItemSchema), totalBytes: bytes })),
  /** Removes those of the named items that the same policy still allows, as a task. */
  clean: call({ permission: 'upkeep.manage', audit: { subject: 'ids' } })
    .input(cleanPolicy.extend({ ids: z.array(z.string()).min(1).max(5000) }))
    .output(task),
  /** A zip for whoever helps: how everything is, with nothing secret in it. */
  diagnostics: call({ permission: 'upkeep.read', audit: {} }).input(toGrant.prefault({})).output(saved),
};
