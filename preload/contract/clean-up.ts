import { z } from 'zod';
import { ofHost } from './images';
import { call } from './meta';
import { taskSchema } from './tasks';

/** In the order in which they are removed: what uses something goes before it. */
export const stockKinds = ['container', 'image', 'network', 'volume', 'build-cache'] as const;

/** What to look for. All that is found is not in use; age and labels narrow it. */
export const cleanUpRulesSchema = z.object({
  /** `dangling`: without a tag. `unused`: those as well as all others that no container was made of. */
  images: z.enum(['none', 'dangling', 'unused']).default('dangling'),
  /** Those that do not run. */
  containers: z.boolean().default(true),
  /** `anonymous`: made for a container, without a name of anyone's choice. */
  volumes: z.enum(['none', 'anonymous', 'unused']).default('none'),
  networks: z.boolean().default(false),
  buildCache: z.boolean().default(true),
  /**
   * Days: of a container since it stopped, of an image since it was tagged or built, of build cache since its last use, of
   * others since they were made. 0 is any age; what does not tell its age is left alone otherwise.
   */
  olderThanDays: z.number().min(0).max(3650).default(0),
  /** All have to hold. `value` null is any value; `has` false: only what does not have it. */
  labels: z
    .array(
      z.object({
        name: z.string().min(1).max(200),
        value: z.string().max(4000).nullable().default(null),
        has: z.boolean().default(true),
      }),
    )
    .max(20)
    .default([]),
});
export type CleanUpRules = z.infer<typeof cleanUpRulesSchema>;

const stockThing = z.object({
  kind: z.enum(stockKinds),
  id: z.string().min(1).max(255),
  name: z.string().max(4000),
});

const planned = stockThing.extend({
  /** Bytes that its removal frees; what it shares with others is not counted. Null: not known. */
  sizeBytes: z.number().nullable(),
  /** What its age is counted from. */
  since: z.number().nullable(),
});

export const cleanUpEntrySchema = planned.extend({
  /** Such as its image, or its driver. */
  detail: z.string(),
});
export type CleanUpEntry = z.infer<typeof cleanUpEntrySchema>;

export const chosenSchema = planned.extend({ hostId: z.string().max(100) });
export type Chosen = z.infer<typeof chosenSchema>;

export const cleanUpPlanSchema = z.object({
  entries: z.array(cleanUpEntrySchema),
  /** What fits the rules and belongs to a federation: never removed here. */
  kept: z.array(stockThing),
});
export type CleanUpPlan = z.infer<typeof cleanUpPlanSchema>;

/** What became of one entry. `kept`: it was no longer as planned, such as in use by then. */
export const cleanUpOutcomeSchema = stockThing.extend({
  hostId: z.string(),
  hostName: z.string(),
  outcome: z.enum(['removed', 'kept', 'failed']),
  freedBytes: z.number().nullable(),
  /** Why, of what was not removed. */
  note: z.string(),
});
export type CleanUpOutcome = z.infer<typeof cleanUpOutcomeSchema>;

/** The result of the task. */
export const cleanUpReportSchema = z.object({
  outcomes: z.array(cleanUpOutcomeSchema),
  /** How much less each engine says that it uses; null where it did not say. */
  hosts: z.array(z.object({ hostId: z.string(), hostName: z.string(), freedBytes: z.number().nullable() })),
});
export type CleanUpReport = z.infer<typeof cleanUpReportSchema>;

/** Entries that one run takes: its report travels as a whole. */
export const entriesPerRun = 500;

/** Makes room on hosts: first a plan, of which a person chooses, then exactly that. */
export const cleanUp = {
  /** Removes nothing. */
  plan: call({ permission: 'containers.read' })
    .input(ofHost.extend({ rules: cleanUpRulesSchema.prefault({}) }))
    .output(cleanUpPlanSchema),
  /** Removes what was chosen, by id. Each is looked at again right before: what is in use by then stays. */
  run: call({ permission: 'containers.manage', audit: { subject: 'id' } })
    .input(
      z.object({
        /** As they were planned: what has changed since then stays. */
        entries: z.array(chosenSchema).min(1).max(entriesPerRun),
      }),
    )
    .output(taskSchema),
};
