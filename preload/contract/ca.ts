import { z } from 'zod';
import { call } from './meta';

/** A project's CA. Times are milliseconds since the epoch. */
export const caSchema = z.object({
  subject: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  /** Upper-case hex pairs with colons. */
  fingerprint256: z.string(),
  serialNumber: z.string(),
  /** How many participants it has issued a certificate to. */
  participants: z.number().int(),
});
export type Ca = z.infer<typeof caSchema>;

export const caViewSchema = z.object({
  /** The newest run that succeeded: it has the CA. Null before the first. */
  run: z.object({ id: z.string(), number: z.number().int() }).nullable(),
  /** Null when there is none, or it cannot be read now: then `problem` says why. */
  ca: caSchema.nullable(),
  problem: z.object({ message: z.string(), hint: z.string() }).nullable(),
  /** Whether it is encrypted on the disk; null when there is none. */
  sealed: z.boolean().nullable(),
});
export type CaView = z.infer<typeof caViewSchema>;

/** What is in a CA file. */
export const caFileSchema = z.object({
  fileName: z.string(),
  projectName: z.string(),
  madeAt: z.number(),
  /** The version of Fedwright that made it. */
  version: z.string(),
  ca: caSchema,
  /** The project of that name that is here already. */
  existing: z.object({ projectId: z.string(), hasCa: z.boolean() }).nullable(),
});
export type CaFile = z.infer<typeof caFileSchema>;

export const shortestPassphrase = 12;

const projectId = z.object({ projectId: z.string() });
const source = z.object({ grantId: z.string(), passphrase: z.string().max(200) });

export const ca = {
  /** Reads the project's CA now. */
  get: call({ permission: 'ca.read' }).input(projectId).output(caViewSchema),
  /**
   * Writes the CA, every key it has issued, and the project (with its files, who is disabled in it, and its
   * NVFlare version) to a file that opens with a passphrase only:
   * one's own of at least twelve characters, or a generated one, which is in this answer and nowhere else.
   * Without a grant the answer has a link, with one (a `save` path) the file is written there.
   */
  export: call({ permission: 'ca.manage', audit: { subject: 'projectId' }, secret: 'passphrase' })
    .input(
      projectId.extend({
        passphrase: z.string().max(200).nullable().default(null),
        grantId: z.string().nullable().default(null),
      }),
    )
    .output(
      z.object({
        fileName: z.string(),
        /** The generated one; null for one's own. */
        passphrase: z.string().nullable(),
        url: z.string().nullable(),
        savedTo: z.string().nullable(),
        sizeBytes: z.number().int(),
      }),
    ),
  /** Opens a CA file, checks it, and says what is in it. Changes nothing. */
  describe: call({ permission: 'ca.manage', secret: 'passphrase' }).input(source).output(caFileSchema),
  /**
   * Takes a CA over: into a new project made of all that the file says of it, or into one that has no CA yet. Its
   * next run goes on from it. A project that has a CA is a CONFLICT.
   */
  import: call({ permission: 'ca.manage', audit: { subject: 'projectId' }, secret: 'passphrase' })
    .input(source.extend({ projectId: z.string().nullable().default(null) }))
    .output(projectId.extend({ runId: z.string() })),
  /** Seals every CA and private key that is in clear, as a task: once there is a keychain. */
  seal: call({ permission: 'ca.manage', audit: {} }).output(z.object({ taskId: z.string() })),
};
