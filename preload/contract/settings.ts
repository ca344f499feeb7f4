import { z } from 'zod';
import { call } from './meta';

/** What the settings about a clean-up take: succeeded runs of each project, and days. */
export const cleanKeeping = { runs: { min: 1, max: 1000 }, logDays: { min: 0, max: 3650 } } as const;

/** What the settings about finished tasks take. Days, and megabytes of 1,000,000 bytes. */
export const taskKeeping = { days: { min: 1, max: 3650 }, logMb: { min: 1, max: 100_000 } } as const;

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  notifyFinished: z.boolean(),
  notifyFailed: z.boolean(),
  /** Whether the system tells that certificates are about to expire. */
  notifyExpiry: z.boolean(),
  /** A package index to install NVFlare from instead of PyPI, without credentials; null is PyPI. */
  packageIndexUrl: z.url({ protocol: /^https?$/ }).nullable(),
  packageIndexUser: z.string().max(200).nullable(),
  /** Where a Python is fetched from where there is none, instead of its makers' own releases; null is those. */
  pythonMirrorUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** The version that "install" installs. */
  nvflareVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Whether a new version of Fedwright is looked for every day, where there is a feed. */
  checkUpdates: z.boolean(),
  checklistDismissed: z.boolean(),
  /** Finished tasks older than so many days are removed with their logs. Those of projects' runs stay. */
  keepTaskDays: z.number().int().min(taskKeeping.days.min).max(taskKeeping.days.max),
  /** The logs of tasks take no more than so many megabytes (1,000,000 bytes) together; the oldest go first. */
  keepTaskLogMb: z.number().int().min(taskKeeping.logMb.min).max(taskKeeping.logMb.max),
  /** What a clean-up that is asked for leaves: so many of the newest succeeded runs of each project. */
  cleanKeepRuns: z.number().int().min(cleanKeeping.runs.min).max(cleanKeeping.runs.max),
  /** And the logs of tasks that ended in the last so many days; 0: none that have ended. */
  cleanLogDays: z.number().int().min(cleanKeeping.logDays.min).max(cleanKeeping.logDays.max),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsViewSchema = settingsSchema.extend({
  packageIndexPasswordSet: z.boolean(),
  /** Where secrets are: the keychain of the operating system, or this run's memory. */
  secretsIn: z.enum(['os', 'memory']),
  dataDirectory: z.string(),
  /** Chosen for the next start; null when it is the one in use. */
  nextDataDirectory: z.string().nullable(),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;

export const settings = {
  get: call({ permission: 'settings.read' }).output(settingsViewSchema),
  update: call({ permission: 'settings.write', audit: {} })
    .input(settingsSchema.partial())
    .output(settingsViewSchema),
  /** Keeps the password in the keychain; null removes it. The audit row says only that it changed. */
  setPackageIndexPassword: call({ permission: 'settings.write', audit: {}, secret: 'password' })
    .input(z.object({ password: z.string().min(1).max(500).nullable() }))
    .output(settingsViewSchema),
  /** Uses another data directory from the next start on. Nothing is moved. */
  chooseDataDirectory: call({ permission: 'settings.write', audit: { subject: 'nextDataDirectory' } })
    .input(z.object({ grantId: z.string().nullable() }))
    .output(settingsViewSchema),
};
