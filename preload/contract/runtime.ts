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

/** Systems that a folder can be prepared for. */
export const targetPlatforms = ['linux-x64', 'linux-arm64', 'mac-x64', 'mac-arm64', 'windows-x64'] as const;
export type TargetPlatform = (typeof targetPlatforms)[number];

export const versionSchema = z.string().regex(/^\d+\.\d+\.\d+$/);

/** A folder that was carried here, compared with what this NVFlare needs on this computer. */
export const folderCheckSchema = z.object({
  version: z.string(),
  platform: z.enum(targetPlatforms),
  /** The Python it would run on, and whether that comes out of the folder. */
  python: z.string(),
  carriesPython: z.boolean(),
  complete: z.boolean(),
  /** Packages without a file: name and version. */
  missing: z.array(z.string()),
  /** Files whose sum is not the one that is known. */
  damaged: z.array(z.string()),
  /** Files of needed packages that are for another system or Python. */
  misfits: z.array(z.string()),
});
export type FolderCheck = z.infer<typeof folderCheckSchema>;

export const environmentSchema = z.object({
  version: z.string(),
  /** Of its files on the disk. */
  bytes: z.number(),
  installedAt: z.number().nullable(),
  /** The app uses it where a project says nothing else. */
  inUse: z.boolean(),
  /** Projects that chose this version. */
  projects: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type Environment = z.infer<typeof environmentSchema>;

export const projectRuntimeSchema = z.object({
  /** What the project chose; null: whichever the app uses. */
  version: z.string().nullable(),
  /** What the next run would use; null when that is not installed. */
  next: z.string().nullable(),
  /** What the app uses. */
  usual: z.string().nullable(),
  /** What the version of this project can do, also where it is not installed; null while there is none. */
  features: runtimeCandidateSchema.shape.features.nullable(),
  /** The versions that are here, newest first, and what each can do. */
  choices: z.array(z.object({ version: z.string(), features: runtimeCandidateSchema.shape.features })),
  /** The version that the kits of the last successful run were made with. */
  lastGood: z.string().nullable(),
});
export type ProjectRuntime = z.infer<typeof projectRuntimeSchema>;

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
  /**
   * Makes an environment of Fedwright's own with this NVFlare, as a task; those of other versions stay. With a
   * folder that a dialog granted, everything comes out of that folder and nothing from the network.
   */
  install: call({ permission: 'runtime.manage', audit: { subject: 'version' } })
    .input(
      z
        .object({ version: versionSchema.optional(), grantId: z.string().nullable().default(null) })
        .default({ grantId: null }),
    )
    .output(z.object({ taskId: z.string(), version: z.string() })),
  /** What an installation from this folder would lack. Reads all its wheels. */
  checkFolder: call({ permission: 'runtime.read' })
    .input(z.object({ grantId: z.string(), version: versionSchema.optional() }))
    .output(folderCheckSchema),
  /** Fills a folder with all that another computer needs to install NVFlare without a network, as a task. */
  prepareFolder: call({ permission: 'runtime.manage', audit: { subject: 'version' } })
    .input(
      z.object({
        grantId: z.string(),
        version: versionSchema.optional(),
        platform: z.enum(targetPlatforms),
        /** Null: a Python goes into the folder too; else the version that the other computer has. */
        python: z
          .string()
          .regex(/^3\.1[0-4]$/)
          .nullable()
          .default(null),
      }),
    )
    .output(z.object({ taskId: z.string(), version: z.string() })),
  /** Fedwright's own environments: several versions side by side. */
  environments: call({ permission: 'runtime.read' }).output(
    z.object({ environments: z.array(environmentSchema) }),
  ),
  /** Removes an environment from the disk. CONFLICT while the app or a project uses it, or anything runs. */
  removeEnvironment: call({ permission: 'runtime.manage', audit: { subject: 'version' } })
    .input(z.object({ version: versionSchema }))
    .output(z.object({ environments: z.array(environmentSchema) })),
  /** Which NVFlare a project is provisioned with, and which it could be. */
  forProject: call({ permission: 'projects.read' })
    .input(z.object({ projectId: z.string() }))
    .output(projectRuntimeSchema),
  /** Null: whichever the app uses. The version need not be installed; provisioning waits for it. */
  chooseForProject: call({ permission: 'projects.write', audit: { subject: 'projectId' } })
    .input(z.object({ projectId: z.string(), version: versionSchema.nullable() }))
    .output(projectRuntimeSchema),
};
