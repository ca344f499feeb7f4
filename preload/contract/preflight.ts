import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './meta';

/** `unknown`: it could not be looked at, for the reason in the message. */
export const checkStates = ['ok', 'attention', 'failed', 'unknown'] as const;

export const checkResultSchema = z.object({
  id: z.string(),
  state: z.enum(checkStates),
  title: z.string(),
  /** What was seen. */
  message: z.string(),
  /** The way out; empty when nothing is to be done. */
  hint: z.string(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** Where the kit runs, or is to run: what is looked at is looked at from there. */
export const placeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  z.object({
    kind: z.literal('host'),
    hostId: z.string(),
    /** Where the kit is, or will be; null: the home directory. It need not be there. */
    directory: z.string().max(4096).regex(/^\//, 'an absolute path').nullable().default(null),
    /** The interpreter that runs it; null: `python3`. */
    python: z.string().min(1).max(4096).nullable().default(null),
  }),
  z.object({
    kind: z.literal('container'),
    hostId: z.string(),
    /** One that has the kit in it, whether or not it runs; null: it is not there yet, and its host is looked from. */
    name: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/)
      .nullable()
      .default(null),
  }),
]);
export type Place = z.infer<typeof placeSchema>;

/**
 * `start`: whether the kit can be started there. `connect`: why it does not connect, or is not connected to;
 * then a server's port has to be taken, by that server.
 */
export const purposes = ['start', 'connect'] as const;

export const preflightInputSchema = z.object({
  kitId: z.string(),
  place: placeSchema,
  purpose: z.enum(purposes).default('start'),
  /** The host that the project's server runs on, so that the two clocks can be compared. */
  serverHostId: z.string().nullable().default(null),
});
export type PreflightInput = z.input<typeof preflightInputSchema>;

/**
 * With one of these failed, a start is in vain. The others are about the way to the server, which may not run
 * yet: a site tries again by itself.
 */
export const startBlockers: readonly string[] = [
  'place',
  'kit',
  'certificate',
  'python',
  'nvflare',
  'disk',
  'port',
];

export const preflightEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('looking'), title: z.string() }),
  z.object({ type: z.literal('result'), result: checkResultSchema }),
  /** `startable`: nothing that was found makes a start pointless. */
  z.object({ type: z.literal('done'), startable: z.boolean() }),
]);
export type PreflightEvent = z.infer<typeof preflightEventSchema>;

export const preflight = {
  /**
   * Looks at one thing after the other and tells each when it is known. Leaves nothing behind: beside a container that
   * does not run, a guest of the same image is started for the look, which ends by itself if nobody takes it away.
   */
  watch: call({ permission: 'hosts.use', audit: { subject: 'kitId' } })
    .input(preflightInputSchema)
    .output(eventIterator(preflightEventSchema)),
};
