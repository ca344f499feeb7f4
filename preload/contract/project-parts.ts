import { z } from 'zod';
import { call, problemSchema } from './meta';
import { projectModelSchema } from './project-model';

const projectId = z.object({ projectId: z.string() });
/** Characters of a project file; a project of 1000 sites has about 200,000. */
export const maxFileLength = 4_000_000;
/** Text of a draft's file. Null: the stored one. */
export const draftText = z.string().max(maxFileLength).nullable().default(null);

export const validationSchema = z.object({ ok: z.boolean(), problems: z.array(problemSchema) });
export type Validation = z.infer<typeof validationSchema>;

/** Characters of a text: from the first on, and up to but not with the second. */
const textRangeSchema = z.object({ from: z.number().int(), to: z.number().int() });

/** A problem and the characters of the text that it is about. */
const markSchema = textRangeSchema.extend({ problem: problemSchema });
export type Mark = z.infer<typeof markSchema>;

/** A file that belongs to a project: in project.yml its path is `files/<name>`. */
const projectFileSchema = z.object({
  name: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  addedAt: z.number(),
});
export type ProjectFileInfo = z.infer<typeof projectFileSchema>;
const fileName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/, 'letters, digits, dots, hyphens and underscores only');
export const projectFileTextSchema = z.object({ name: fileName, text: z.string().min(1).max(200_000) });

/**
 * What the project file names that comes from outside: a class that is no part of NVFlare's provisioning, by its
 * dotted path, or a file of this machine that is none of the project, by its full path.
 */
const foreignCodeSchema = z.object({
  kind: z.enum(['class', 'file']),
  path: z.string(),
  allowed: z.object({ by: z.string(), at: z.number() }).nullable(),
});
export type ForeignCode = z.infer<typeof foreignCodeSchema>;

/** What belongs to a project beside its model: its text, its files, and the code that it may run. */
export const projectParts = {
  /** The text that saving a draft would store, with line feeds at the ends of its lines, and where its problems are. */
  render: call({ permission: 'projects.read' })
    .input(projectId.extend({ text: draftText, model: projectModelSchema }))
    .output(z.object({ text: z.string(), marks: z.array(markSchema) })),
  /** Reads the text of a draft. `model` is null when it is no project file; `problems` then say why. */
  read: call({ permission: 'projects.read' })
    .input(projectId.extend({ text: z.string().max(maxFileLength) }))
    .output(
      validationSchema.extend({
        model: projectModelSchema.nullable(),
        kept: z.array(z.string()),
        marks: z.array(markSchema),
        /** The text is the one that is stored. */
        stored: z.boolean(),
      }),
    ),
  files: call({ permission: 'projects.read' }).input(projectId).output(z.array(projectFileSchema)),
  /** Adds a text file, such as a certificate in PEM, or takes the place of the one with this name. */
  addFile: call({ permission: 'projects.write', audit: { subject: ['projectId', 'name'] } })
    .input(projectId.extend(projectFileTextSchema.shape))
    .output(z.array(projectFileSchema)),
  removeFile: call({ permission: 'projects.write', audit: { subject: ['projectId', 'name'] } })
    .input(projectId.extend({ name: z.string().max(100) }))
    .output(z.array(projectFileSchema)),
  /** What of the stored file provisioning would run or read with the rights of this person. */
  code: call({ permission: 'projects.read' }).input(projectId).output(z.array(foreignCodeSchema)),
  /** Where the system has dialogs the person is asked in one: this call alone allows nothing. */
  allowCode: call({ permission: 'provisioning.run', audit: { subject: ['projectId', 'path'] } })
    .input(projectId.extend({ path: z.string().min(1).max(2000) }))
    .output(z.array(foreignCodeSchema)),
  withdrawCode: call({ permission: 'provisioning.run', audit: { subject: ['projectId', 'path'] } })
    .input(projectId.extend({ path: z.string().min(1).max(2000) }))
    .output(z.array(foreignCodeSchema)),
};
