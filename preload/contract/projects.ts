import { z } from 'zod';
import { call } from './meta';
import { projectModelSchema } from './project-model';
import { draftText, maxFileLength, projectParts, validationSchema } from './project-parts';
import { inWorkspace } from './workspaces';

export * from './project-model';
export * from './project-parts';

export const projectSummarySchema = z.object({
  id: z.string(),
  workspaceId: z.string(),
  name: z.string(),
  description: z.string(),
  revision: z.number().int(),
  archived: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
  counts: z.object({ servers: z.number(), clients: z.number(), relays: z.number(), admins: z.number() }),
  errors: z.number().int(),
  warnings: z.number().int(),
  lastRun: z
    .object({
      id: z.string(),
      number: z.number().int(),
      state: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'interrupted']),
      at: z.number(),
      /** The project was changed after this run started. */
      outdated: z.boolean(),
      /** It made no kits: it is a CA that was imported, which the next run goes on from. */
      adopted: z.boolean(),
    })
    .nullable(),
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

export const projectDetailSchema = z.object({
  summary: projectSummarySchema,
  model: projectModelSchema,
  validation: validationSchema,
  /** Paths in the file that no form field shows and that are kept as they are. */
  kept: z.array(z.string()),
  /** What the NVFlare in use does not support of this project, said in words. */
  unsupported: z.array(z.object({ field: z.string(), message: z.string() })),
});
export type ProjectDetail = z.infer<typeof projectDetailSchema>;

export const templateSchema = z.object({
  id: z.string(),
  /** Made from a project by a person, rather than part of the app. */
  own: z.boolean(),
  title: z.string(),
  description: z.string(),
  counts: z.object({ servers: z.number(), clients: z.number(), relays: z.number(), admins: z.number() }),
  /** How many files come with it, which a project that is made from it has then. */
  files: z.number().int(),
});

export type Template = z.infer<typeof templateSchema>;

export const disabledParticipantSchema = z.object({
  participant: z.string(),
  reason: z.string(),
  at: z.number(),
  by: z.string(),
});
export type DisabledParticipant = z.infer<typeof disabledParticipantSchema>;

const projectId = z.object({ projectId: z.string() });
const participantOf = projectId.extend({ participant: z.string().min(1).max(320) });

export const projects = {
  list: call({ permission: 'projects.read' })
    .input(
      z
        .object({
          search: z.string().max(200).default(''),
          archived: z.boolean().default(false),
          ...inWorkspace,
        })
        .prefault({}),
    )
    .output(z.object({ projects: z.array(projectSummarySchema), total: z.number().int() })),
  templates: call({ permission: 'projects.read' }).output(z.array(templateSchema)),
  get: call({ permission: 'projects.read' }).input(projectId).output(projectDetailSchema),
  create: call({ permission: 'projects.write', audit: { subject: 'summary.id' } })
    .input(
      z.object({
        templateId: z.string(),
        name: z.string().min(1).max(63),
        description: z.string().max(2000).default(''),
        /** Replaces the template's organisation when given. */
        org: z.string().max(100).default(''),
        /** Replaces the template's server host name when given. */
        serverHost: z.string().max(253).default(''),
        /** Null: the first workspace. */
        workspaceId: z.string().nullable().default(null),
      }),
    )
    .output(projectDetailSchema),
  /** Takes the text of a project.yml, or of a template with its files. A name that is taken: refuse, choose a free one, or replace its content. */
  import: call({ permission: 'projects.write', audit: { subject: 'summary.id' } })
    .input(
      z.object({
        text: z.string().max(maxFileLength),
        fileName: z.string().max(255).default('project.yml'),
        onConflict: z.enum(['refuse', 'rename', 'replace']).default('refuse'),
        /** Null: the first workspace. A project that is replaced stays where it is. */
        workspaceId: z.string().nullable().default(null),
      }),
    )
    .output(projectDetailSchema),
  /** The file as it would be provisioned, comments and unknown keys included. */
  export: call({ permission: 'projects.read', audit: { subject: 'projectId' } })
    .input(projectId)
    .output(z.object({ fileName: z.string(), text: z.string() })),
  /**
   * Writes the model into the file, or into `text`, which then takes its place. `revision` is the one the edit
   * started from; another is a CONFLICT.
   */
  save: call({ permission: 'projects.write', audit: { subject: 'projectId' } })
    .input(projectId.extend({ revision: z.number().int(), model: projectModelSchema, text: draftText }))
    .output(projectDetailSchema),
  /** Checks a draft of a stored project without storing it. */
  validate: call({ permission: 'projects.read' })
    .input(projectId.extend({ model: projectModelSchema, text: draftText }))
    .output(validationSchema),
  /** Checks the text of a file without storing it. */
  check: call({ permission: 'projects.read' })
    .input(z.object({ text: z.string().max(maxFileLength) }))
    .output(validationSchema.extend({ name: z.string().nullable(), participants: z.array(z.string()) })),
  duplicate: call({ permission: 'projects.write', audit: { subject: 'projectId' } })
    .input(projectId.extend({ name: z.string().min(1).max(63).optional() }))
    .output(projectDetailSchema),
  archive: call({ permission: 'projects.write', audit: { subject: 'projectId' } })
    .input(projectId.extend({ archived: z.boolean() }))
    .output(projectSummarySchema),
  /** Deletes the project with its runs, kits and CA. `confirmName` must be its name. */
  remove: call({ permission: 'projects.write', audit: { subject: 'projectId' } })
    .input(projectId.extend({ confirmName: z.string() }))
    .output(projectId),
  disabledParticipants: call({ permission: 'projects.read' })
    .input(projectId)
    .output(z.array(disabledParticipantSchema)),
  /**
   * Runs leave a disabled participant out; the file keeps it. Says nothing to NVFlare: a kit that is out works
   * as before. A server, or one that others connect through, is INVALID.
   */
  disableParticipant: call({ permission: 'projects.write', audit: { subject: ['projectId', 'participant'] } })
    .input(participantOf.extend({ reason: z.string().trim().min(1).max(500) }))
    .output(disabledParticipantSchema),
  enableParticipant: call({ permission: 'projects.write', audit: { subject: ['projectId', 'participant'] } })
    .input(participantOf)
    .output(participantOf),
  ...projectParts,
};
