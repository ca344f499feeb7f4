import { z } from 'zod';
import { call } from './meta';

/** One row of the trail. `hash` covers every other field and the hash of the row before. */
export const auditRowSchema = z.object({
  id: z.number().int(),
  at: z.number(),
  actor: z.string(),
  door: z.enum(['window', 'browser', 'cli']),
  action: z.string(),
  subject: z.string().nullable(),
  result: z.enum(['ok', 'refused', 'failed']),
  /** The error's code when the result is not ok. */
  code: z.string().nullable(),
  requestId: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

export const audit = {
  list: call({ permission: 'audit.read' })
    .input(
      z.object({
        limit: z.number().int().min(1).max(500).default(100),
        before: z.number().int().nullable().default(null),
        search: z.string().max(200).default(''),
        /** Names of calls whose rows match the search too. */
        actions: z.array(z.string().max(100)).max(500).default([]),
      }),
    )
    .output(z.object({ rows: z.array(auditRowSchema), total: z.number().int(), matching: z.number().int() })),
  /** Recomputes the whole chain. `firstBad` is the id of the first row that does not fit. */
  verify: call({ permission: 'audit.read' }).output(
    z.object({
      ok: z.boolean(),
      rows: z.number().int(),
      head: z.string(),
      firstBad: z.number().int().nullable(),
      message: z.string(),
    }),
  ),
  /** All rows as JSON Lines behind a download link, to be verified elsewhere. */
  export: call({ permission: 'audit.read', audit: {} }).output(
    z.object({ fileName: z.string(), url: z.string() }),
  ),
};
