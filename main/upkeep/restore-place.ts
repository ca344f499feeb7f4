import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { restoreOutcomeSchema } from '../../preload/contract/upkeep';

const planSchema = z.object({
  /**
   * `staged`: unpacked and checked; nothing of the present has been touched, and it can be called off.
   * `swap`: from here on the only way is forward, however often it is cut short.
   */
  phase: z.enum(['staged', 'swap']),
  source: z.string(),
  madeAt: z.number(),
  stagedAt: z.number(),
  by: z.string(),
  before: z.string().nullable().default(null),
});
export type Plan = z.infer<typeof planSchema>;

const outcomeSchema = restoreOutcomeSchema.extend({
  /** Whether the audit trail has it: the trail that it would be in may be the one that was replaced. */
  noted: z.boolean(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** The parts of a data directory that a restore replaces; the log of the store before the store itself. */
export const replaced = [
  'fedwright.db-wal',
  'fedwright.db-shm',
  'fedwright.db',
  'projects',
  'distributed',
] as const;

/** Where a restore is prepared. On the same disk as what it replaces, so that a rename puts it in place. */
export function restorePlace(data: string) {
  const root = path.join(data, 'restore');
  return {
    root,
    incoming: path.join(root, 'new'),
    outgoing: path.join(root, 'old'),
    plan: path.join(root, 'plan.json'),
    outcome: path.join(data, 'restored.json'),
    lock: path.join(data, 'restore.lock'),
  };
}

export const readPlan = (data: string): Plan | null => readJson(restorePlace(data).plan, planSchema);
export const writePlan = (data: string, plan: Plan): void => writeJson(restorePlace(data).plan, plan);
export const readOutcome = (data: string): Outcome | null =>
  readJson(restorePlace(data).outcome, outcomeSchema);
export const writeOutcome = (data: string, outcome: Outcome): void =>
  writeJson(restorePlace(data).outcome, outcome);

function readJson<T>(file: string, schema: z.ZodType<T>): T | null {
  if (!existsSync(file)) return null;
  // It is written in one step: what cannot be read is no plan of ours.
  const parsed = schema.safeParse(parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whole or not at all, and on the disk when this returns. */
function writeJson(file: string, value: unknown): void {
  const part = `${file}.part`;
  writeFileSync(part, JSON.stringify(value), { mode: 0o600 });
  const handle = openSync(part, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(part, file);
}
