import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { connectionStates } from './hosts';
import { call } from './meta';

export const forwardSchema = z.object({
  id: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  /** A name or address as the host knows it, such as `127.0.0.1` for the host itself. */
  address: z.string(),
  port: z.number().int(),
  /** Where it is on the machine that Fedwright runs on, always at 127.0.0.1. */
  localPort: z.number().int(),
  /** How many connections go through it now, and how many have in all. */
  open: z.number().int(),
  total: z.number().int(),
  /** Bytes. */
  sent: z.number(),
  received: z.number(),
  /** Of the host's connection. */
  connection: z.enum(connectionStates),
  /** Why the newest connection through it came to nothing. */
  problem: z.string().nullable(),
  since: z.number(),
});
export type Forward = z.infer<typeof forwardSchema>;

/**
 * TCP services of hosts, of their containers, or of what else they can reach, on this machine's loopback. They end with
 * Fedwright.
 */
export const forwards = {
  list: call({ permission: 'hosts.read' }).output(z.array(forwardSchema)),
  /** All of them, now and whenever something of them changed. */
  watch: call({ permission: 'hosts.read' }).output(eventIterator(z.array(forwardSchema))),
  /** @throws CONFLICT when the local port is taken. */
  open: call({
    permission: 'hosts.use',
    lasting: true,
    audit: { subject: ['hostId', 'address', 'port'] },
  })
    .input(
      z.object({
        hostId: z.string(),
        address: z
          .string()
          .trim()
          .min(1)
          .max(255)
          .regex(/^[\w.:-]+$/, 'a host name or an IP address'),
        port: z.number().int().min(1).max(65535),
        /** Null: any that is free. */
        localPort: z.number().int().min(1024).max(65535).nullable().default(null),
      }),
    )
    .output(forwardSchema),
  /** Ends it with what goes through it. */
  close: call({ permission: 'hosts.use', audit: { subject: 'forwardId' } })
    .input(z.object({ forwardId: z.string() }))
    .output(z.object({ forwardId: z.string() })),
};
