import { z } from 'zod';
import { call } from './meta';
import { inWorkspace } from './workspaces';

/** How Fedwright itself hands a kit over, as the record has it. */
export const deployMethods = { host: 'Sent by SFTP', container: 'Put into a container' } as const;

export const kitTypes = ['server', 'client', 'relay', 'admin'] as const;

/**
 * Which kit of a participant was handed over last, as recorded. `current`: the current kit, or one with the same
 * certificate and files. `older`: another one whose certificate is still accepted. `dead`: its certificate has
 * expired, or is of another CA than the current kits.
 */
export const heldKitSchema = z.object({
  state: z.enum(['current', 'older', 'dead']),
  runNumber: z.number().int(),
  recipient: z.string(),
  at: z.number(),
  /** The recipient has read the fingerprint back. */
  confirmed: z.boolean(),
});
export type HeldKit = z.infer<typeof heldKitSchema>;

export const kitSummarySchema = z.object({
  id: z.string(),
  runId: z.string(),
  runNumber: z.number().int(),
  /** Which NVFlare made it: all of a federation need the same. Null for kits of a time when runs did not note it. */
  nvflareVersion: z.string().nullable(),
  projectId: z.string(),
  projectName: z.string(),
  participant: z.string(),
  type: z.enum(kitTypes),
  org: z.string(),
  role: z.string().nullable(),
  /** Of the participant's own certificate, upper-case hex pairs with colons. */
  fingerprint256: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  /** The one its participant should have: nothing newer was made for it. */
  current: z.boolean(),
  /** From the last look at the files: see `get` for the checks behind it. */
  state: z.enum(['ok', 'attention', 'failed']),
  fileCount: z.number().int(),
  sizeBytes: z.number().int(),
  handovers: z.number().int(),
  /** Of the participant, not of this kit; null when nothing is recorded. */
  held: heldKitSchema.nullable(),
  /** The participant is disabled in its project: this kit goes out only with a confirmation. */
  disabled: z.boolean(),
});
export type KitSummary = z.infer<typeof kitSummarySchema>;

export const certificateSchema = z.object({
  /** Relative to the kit, such as `startup/client.crt`. */
  file: z.string(),
  role: z.enum(['participant', 'ca']),
  subject: z.string(),
  commonName: z.string(),
  issuer: z.string(),
  altNames: z.array(z.string()),
  serialNumber: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  fingerprint256: z.string(),
  keyType: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;

export const kitCheckSchema = z.object({
  check: z.enum(['files', 'chain', 'key', 'names', 'validity', 'signature']),
  state: z.enum(['ok', 'attention', 'failed']),
  message: z.string(),
  hint: z.string(),
});
export type KitCheck = z.infer<typeof kitCheckSchema>;

/** That the recipient has read the fingerprint of the kit back. */
export const handoverReceiptSchema = z.object({
  confirmedBy: z.string(),
  channel: z.string(),
  words: z.string(),
  at: z.number(),
  recordedBy: z.string(),
});

export const handoverSchema = z.object({
  id: z.string(),
  kitId: z.string(),
  participant: z.string(),
  recipient: z.string(),
  method: z.string(),
  note: z.string(),
  fingerprint256: z.string(),
  at: z.number(),
  recordedBy: z.string(),
  receipt: handoverReceiptSchema.nullable(),
});
export type Handover = z.infer<typeof handoverSchema>;

export const kitDetailSchema = z.object({
  kit: kitSummarySchema,
  files: z.array(
    z.object({ path: z.string(), sizeBytes: z.number(), mode: z.string(), secret: z.boolean() }),
  ),
  certificates: z.array(certificateSchema),
  checks: z.array(kitCheckSchema),
  handovers: z.array(handoverSchema),
});
export type KitDetail = z.infer<typeof kitDetailSchema>;

const kitId = z.object({ kitId: z.string() });
/** A kit of a disabled participant goes out only when this says so, else it is a CONFLICT. */
const evenDisabled = z.boolean().default(false);
const kitIds = z.object({ kitIds: z.array(z.string()).min(1).max(10_000), evenDisabled });

/** So many rows of the lists of kits stay below the size of a frame. */
export const kitsPerPage = 250;
/** Which part of a list. Without a limit it is all of it, for callers that have no wire between. */
export const kitPaging = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(kitsPerPage).nullable().default(null),
};

export const kits = {
  /** Of one run, of one project, or of all; only current ones unless a run is named or `all` is set. */
  list: call({ permission: 'kits.read' })
    .input(
      z
        .object({
          runId: z.string().nullable().default(null),
          projectId: z.string().nullable().default(null),
          all: z.boolean().default(false),
          ...inWorkspace,
          ...kitPaging,
        })
        .prefault({}),
    )
    .output(z.array(kitSummarySchema)),
  /** Reads the kit's files now and checks them. */
  get: call({ permission: 'kits.read' }).input(kitId).output(kitDetailSchema),
  /**
   * Gets a plain zip of the kit ready to be dragged: makes the file, and a link for doors whose drags carry
   * a DownloadURL. The file is removed after some minutes and when the app ends.
   */
  stage: call({ permission: 'kits.export' })
    .input(kitId.extend({ evenDisabled }))
    .output(z.object({ stageId: z.string(), fileName: z.string(), url: z.string() })),
  /** Hands a staged file to the operating system's drag. Only for doors with native drag-out. */
  dragOut: call({ permission: 'kits.export', audit: { subject: 'kitId' } })
    .input(kitId.extend({ stageId: z.string() }))
    .output(z.object({ started: z.boolean() })),
  /**
   * AES-256 zip with a generated password, which is in this answer and nowhere else. Without a grant the
   * answer has a download link, with one (a `save` path) the file is written there.
   */
  exportZip: call({ permission: 'kits.export', audit: { subject: 'kitIds' } })
    .input(kitIds.extend({ grantId: z.string().nullable().default(null) }))
    .output(
      z.object({
        fileName: z.string(),
        password: z.string(),
        url: z.string().nullable(),
        savedTo: z.string().nullable(),
        sizeBytes: z.number(),
      }),
    ),
  /** Copies kits as folders below a granted folder. An existing folder of that name is a CONFLICT. */
  exportFolder: call({ permission: 'kits.export', audit: { subject: 'kitIds' } })
    .input(kitIds.extend({ grantId: z.string() }))
    .output(z.object({ savedTo: z.array(z.object({ kitId: z.string(), path: z.string() })) })),
  recordHandover: call({ permission: 'kits.export', audit: { subject: ['kitId', 'id', 'recipient'] } })
    .input(
      kitId.extend({
        recipient: z.string().trim().min(1).max(200),
        method: z.string().trim().min(1).max(100),
        note: z.string().max(2000).default(''),
        at: z.number().optional(),
        evenDisabled,
      }),
    )
    .output(handoverSchema),
  /**
   * Takes back the record of a hand-over that did not happen; the audit trail keeps both. Refused as a CONFLICT when
   * the recipient has confirmed it, and when Fedwright itself put the kit there.
   */
  withdrawHandover: call({
    permission: 'kits.export',
    audit: { subject: ['kitId', 'handoverId', 'recipient'] },
  })
    .input(z.object({ handoverId: z.string() }))
    .output(z.object({ kitId: z.string(), participant: z.string(), recipient: z.string() })),
  /**
   * Records that the recipient has read the fingerprint back: SHA-256 of the certificate, as any tool writes it.
   * Another fingerprint, or a second receipt, is refused.
   */
  confirmHandover: call({ permission: 'kits.export', audit: { subject: ['kitId', 'handoverId'] } })
    .input(
      z.object({
        handoverId: z.string(),
        fingerprint: z.string().max(500),
        confirmedBy: z.string().trim().min(1).max(200),
        channel: z.string().trim().min(1).max(100),
        words: z.string().max(2000).default(''),
      }),
    )
    .output(handoverSchema),
  /** A page to print or send: what was handed over, and how to read the fingerprint back. A grant is a `save` path. */
  receipt: call({ permission: 'kits.export', audit: { subject: ['kitId', 'handoverId'] } })
    .input(z.object({ handoverId: z.string(), grantId: z.string().nullable().default(null) }))
    .output(
      z.object({
        kitId: z.string(),
        fileName: z.string(),
        url: z.string().nullable(),
        savedTo: z.string().nullable(),
      }),
    ),
};
