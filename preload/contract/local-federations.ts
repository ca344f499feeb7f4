import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { kitTypes } from './kits';
import { call } from './meta';

/**
 * `starting`: its process runs and it has not said that it is ready. `failed`: its process ended by itself.
 */
export const localStates = ['off', 'starting', 'running', 'stopping', 'failed'] as const;

export const localParticipantSchema = z.object({
  name: z.string(),
  type: z.enum(kitTypes),
  state: z.enum(localStates),
  /** Why it failed, or what it waits for; in its own words. */
  reason: z.string().nullable(),
  /** When its process was started; null when there is none. */
  since: z.number().nullable(),
  /** Of its process and all below it; null when it is not known. */
  memoryBytes: z.number().nullable(),
});
export type LocalParticipant = z.infer<typeof localParticipantSchema>;

/**
 * `project`: the current kits of the project run as they are. `own`: kits that were made for this one only, with
 * the same participants and a CA of their own, because the project's lead to another machine.
 */
export const kitSources = ['project', 'own'] as const;

export const localFederationSchema = z.object({
  id: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  kits: z.enum(kitSources),
  host: z.string(),
  port: z.number().int().nullable(),
  /** `off` once nothing of it runs; its logs are kept until it is removed or Fedwright ends. */
  state: z.enum(['preparing', 'running', 'stopping', 'off', 'failed']),
  reason: z.string().nullable(),
  startedAt: z.number(),
  /** Where its files are. */
  directory: z.string(),
  /** Of what is being done to it now. */
  taskId: z.string().nullable(),
  participants: z.array(localParticipantSchema),
});
export type LocalFederation = z.infer<typeof localFederationSchema>;

export const localPlanSchema = z.object({
  kits: z.enum(kitSources),
  /** Why these kits. */
  reason: z.string(),
  participants: z.array(z.object({ name: z.string(), type: z.enum(kitTypes) })),
  /** What a participant takes before its first job, about, and what this machine has. Null is not known. */
  memoryEachBytes: z.number(),
  freeMemoryBytes: z.number().nullable(),
  /** Why it cannot be tried here; null when it can. */
  obstacle: z.object({ message: z.string(), hint: z.string() }).nullable(),
});
export type LocalPlan = z.infer<typeof localPlanSchema>;

const federationId = z.object({ federationId: z.string() });
const started = z.object({ federationId: z.string(), taskId: z.string() });

/**
 * Federations that run on this machine, for trying things: a server and its sites from their kits. They live as
 * long as this process, and nothing of them outlives it.
 */
export const localFederations = {
  list: call({ permission: 'kits.read' }).output(z.array(localFederationSchema)),
  /** All of them, now and whenever something of them changed. */
  watch: call({ permission: 'kits.read' }).output(eventIterator(z.array(localFederationSchema))),
  /** What starting a project here would do. */
  plan: call({ permission: 'kits.read' })
    .input(z.object({ projectId: z.string() }))
    .output(localPlanSchema),
  /** With the server and these sites and relays. @throws CONFLICT, UNAVAILABLE: why it cannot be tried here */
  start: call({ permission: 'federations.run', lasting: true, audit: { subject: 'projectId' } })
    .input(z.object({ projectId: z.string(), sites: z.array(z.string().max(300)).max(200) }))
    .output(started),
  /** Ends every process of it and removes its private keys. */
  stop: call({ permission: 'federations.run', audit: { subject: 'federationId' } })
    .input(federationId)
    .output(started),
  /** Starts one that is off again, from fresh kits and with the same participants. */
  startAgain: call({ permission: 'federations.run', audit: { subject: 'federationId' } })
    .input(federationId)
    .output(started),
  /** One participant of a federation that runs. */
  control: call({ permission: 'federations.run', audit: { subject: ['federationId', 'participant'] } })
    .input(federationId.extend({ participant: z.string(), action: z.enum(['start', 'stop', 'restart']) }))
    .output(localFederationSchema),
  /** Removes one that is off, with its logs and what its jobs left. */
  remove: call({ permission: 'federations.run', audit: { subject: 'federationId' } })
    .input(federationId)
    .output(federationId),
  /** What a participant has written from a byte offset on, in pieces under 64 KB, and what follows. */
  log: call({ permission: 'kits.read' })
    .input(federationId.extend({ participant: z.string(), offset: z.number().int().min(0).default(0) }))
    .output(eventIterator(z.object({ text: z.string(), nextOffset: z.number() }))),
};
