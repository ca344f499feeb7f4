import { z } from 'zod';
import { kitPaging, kitTypes } from './kits';
import { call } from './meta';
import { inWorkspace } from './workspaces';

/** Days before the end of a certificate at which it becomes more pressing; each announces itself once. */
export const expiryThresholds = [60, 30, 7] as const;

/** How near the end is: over, at most 7, 30 or 60 days away, or further. */
export const expiryLevels = ['expired', 'urgent', 'soon', 'watch', 'fine'] as const;
export type ExpiryLevel = (typeof expiryLevels)[number];

/** Where a certificate comes from, and so what renewing it means. */
const originSchema = z.discriminatedUnion('from', [
  /** A provisioning run: all keys were made here. For a CA, which is in every kit, `kitId` is one of them. */
  z.object({
    from: z.literal('run'),
    projectId: z.string(),
    runId: z.string(),
    runNumber: z.number().int(),
    kitId: z.string(),
  }),
  /** A CA of distributed provisioning, made here. */
  z.object({ from: z.literal('authority'), authorityId: z.string() }),
  /** Signed here for somebody else, who has the key: `incomingId` is what they asked. */
  z.object({ from: z.literal('signed'), authorityId: z.string(), incomingId: z.string() }),
  /** Asked for from here, where its key is; or the CA that signed it. */
  z.object({
    from: z.literal('request'),
    requestId: z.string(),
    /** The request for its successor that is under way, if there is one. */
    renewedBy: z.string().nullable(),
  }),
]);
export type CertificateOrigin = z.infer<typeof originSchema>;

export const boardCertificateSchema = z.object({
  /** SHA-256, upper-case hex pairs with colons. */
  fingerprint256: z.string(),
  kind: z.enum(['participant', 'ca']),
  /** The common name. */
  subject: z.string(),
  /** Relative to the kit, such as `startup/client.crt`; relays have another one to listen with. */
  file: z.string(),
  /** Null for a CA, which belongs to the project as a whole. */
  participant: z.string().nullable(),
  type: z.enum(kitTypes).nullable(),
  /** What it is listed under: the id of a project, or `signing:` and the name of a federation. */
  groupId: z.string(),
  projectName: z.string(),
  origin: originSchema,
  /** Null for what was signed before this was noted. */
  notBefore: z.number().nullable(),
  notAfter: z.number(),
  /** Whole days until `notAfter`, negative after it. */
  daysLeft: z.number().int(),
  level: z.enum(expiryLevels),
});
export type BoardCertificate = z.infer<typeof boardCertificateSchema>;

export const certificateBoardSchema = z.object({
  /** The next one to end first. */
  certificates: z.array(boardCertificateSchema),
  /** Projects whose CA certificate is in none of their current kits any more: its end is not known. */
  withoutCa: z.array(z.object({ projectId: z.string(), projectName: z.string() })),
});
export type CertificateBoard = z.infer<typeof certificateBoardSchema>;

export const certificates = {
  /**
   * Those in the current kits of all projects that are not archived, the CA of each project, and those of
   * distributed provisioning. Federations that belong to no project are in every workspace. Each page of a long
   * board names the projects without a CA.
   */
  list: call({ permission: 'certificates.read' })
    .input(z.object({ ...inWorkspace, ...kitPaging }).prefault({}))
    .output(certificateBoardSchema),
  /**
   * A calendar (.ics) behind a download link: an all-day event for each day and group on which certificates
   * end, with alarms at the thresholds. Without a group it has all of them. What has ended is left out.
   */
  calendar: call({ permission: 'certificates.read', audit: { subject: 'groupId' } })
    .input(z.object({ groupId: z.string().nullable().default(null), ...inWorkspace }).prefault({}))
    .output(z.object({ fileName: z.string(), url: z.string(), events: z.number().int() })),
};
