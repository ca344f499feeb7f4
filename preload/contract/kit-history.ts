import { z } from 'zod';
import { handoverSchema, heldKitSchema, kitPaging, kitTypes } from './kits';
import { call } from './meta';
import { disabledParticipantSchema } from './projects';

/**
 * How a participant's kit differs from another one. `reissued`: it has another certificate. `files`: the same
 * certificate, other files. `unknown`: the files of one of them were gone before they were looked at.
 */
export const kitChanges = ['new', 'removed', 'reissued', 'files', 'unchanged', 'unknown'] as const;
export type KitChange = (typeof kitChanges)[number];

const kitChangeSchema = z.object({
  change: z.enum(kitChanges),
  /** Another certificate is for the same key or for a new one; null where there is nothing to compare. */
  key: z.enum(['same', 'new']).nullable(),
  /** The CA in the kit is another one: neither side accepts the other. */
  caChanged: z.boolean(),
});

export const changedFileSchema = z.object({
  path: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  /** By dotted names, of JSON files; null where only the content as a whole could be compared. */
  fields: z
    .array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
    .nullable(),
});
export type ChangedFile = z.infer<typeof changedFileSchema>;

export const kitDifferenceSchema = kitChangeSchema.extend({ files: z.array(changedFileSchema) });
export type KitDifference = z.infer<typeof kitDifferenceSchema>;

export const pastKitSchema = z.object({
  kitId: z.string(),
  runId: z.string(),
  runNumber: z.number().int(),
  at: z.number(),
  fingerprint256: z.string(),
  /** Empty when the files of the kit were gone before they were looked at. */
  serialNumber: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  current: z.boolean(),
  /** False when the clean-up of old runs took it. */
  kept: z.boolean(),
  /** Why it is not current any more: a run made a newer one, or left the participant out. Null for the current one. */
  superseded: z
    .object({ by: z.enum(['newer', 'left-out']), runNumber: z.number().int().nullable() })
    .nullable(),
  /** Against the participant's kit before it; null for the first. */
  since: kitDifferenceSchema.nullable(),
  handovers: z.array(handoverSchema),
});
export type PastKit = z.infer<typeof pastKitSchema>;

export const participantKitsSchema = z.object({
  participant: z.string(),
  type: z.enum(kitTypes),
  kits: z.number().int(),
  /** The run and the end of the certificate of its newest kit. */
  runNumber: z.number().int(),
  notAfter: z.number(),
  /** That kit is the current one; otherwise the project's newest run left the participant out. */
  current: z.boolean(),
  held: heldKitSchema.nullable(),
  disabled: disabledParticipantSchema.nullable(),
});
export type ParticipantKits = z.infer<typeof participantKitsSchema>;

export const comparedKitSchema = kitChangeSchema.extend({
  participant: z.string(),
  type: z.enum(kitTypes),
  /** Files that differ besides certificates and keys. */
  files: z.number().int(),
  /** The kits that are compared; null where there is none. */
  beforeId: z.string().nullable(),
  afterId: z.string().nullable(),
});
export type ComparedKit = z.infer<typeof comparedKitSchema>;

const projectId = z.object({ projectId: z.string() });

/** What became of the kits of a project, over all its runs. Outlives the clean-up of old runs. */
export const kitHistory = {
  /** Everyone who ever had a kit in the project. */
  participants: call({ permission: 'kits.read' })
    .input(projectId.extend(kitPaging))
    .output(z.array(participantKitsSchema)),
  /** All kits of one participant, the newest first. */
  ofParticipant: call({ permission: 'kits.read' })
    .input(projectId.extend({ participant: z.string() }))
    .output(z.array(pastKitSchema)),
  /** The runs that made kits, the newest first. */
  runs: call({ permission: 'kits.read' })
    .input(projectId)
    .output(z.array(z.object({ runId: z.string(), number: z.number().int(), at: z.number() }))),
  /**
   * The kits in force after one run against those after another. One that a run did not make again, because it
   * made only what was new, is in force as it was.
   */
  compare: call({ permission: 'kits.read' })
    .input(projectId.extend({ beforeRunId: z.string(), afterRunId: z.string(), ...kitPaging }))
    .output(z.array(comparedKitSchema)),
  /** What differs between two kits of a participant, file by file. */
  difference: call({ permission: 'kits.read' })
    .input(z.object({ beforeId: z.string(), afterId: z.string() }))
    .output(kitDifferenceSchema),
};
