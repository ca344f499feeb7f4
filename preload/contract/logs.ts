import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './meta';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

export const logEntrySchema = z.object({
  at: z.number(),
  level: z.enum(logLevels),
  message: z.string(),
  /** The remaining fields of the line as JSON, secrets already removed. */
  fields: z.record(z.string(), z.unknown()),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

const filter = z.object({
  level: z.enum(logLevels).default('info'),
  search: z.string().max(200).default(''),
  limit: z.number().int().min(1).max(2000).default(500),
});

export const logs = {
  /** The newest matching entries of the app log, oldest first, over all rotated files. */
  read: call({ permission: 'logs.read' })
    .input(filter.prefault({}))
    .output(z.object({ entries: z.array(logEntrySchema), cut: z.boolean() })),
  /** First the same as `read`, then entries as they are written. */
  watch: call({ permission: 'logs.read' })
    .input(filter.prefault({}))
    .output(eventIterator(z.object({ seq: z.number(), entries: z.array(logEntrySchema) }))),
};
