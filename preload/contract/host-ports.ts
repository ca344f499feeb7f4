import { z } from 'zod';
import { call } from './meta';

export const portProtocols = ['tcp', 'udp'] as const;
export type PortProtocol = (typeof portProtocols)[number];

const portNumber = z.number().int().min(1).max(65535);
const protocol = z.enum(portProtocols).default('tcp');
/** Where something listens: `0.0.0.0` or `::` is every address of the host. */
const address = z
  .string()
  .max(64)
  .regex(/^[0-9a-fA-F:.]+$/, 'an IP address')
  .default('0.0.0.0');

/** A port of a host that is not free, once for each address and each who has it. */
export const takenPortSchema = z.object({
  port: z.number().int(),
  protocol: z.enum(portProtocols),
  address: z.string(),
  /**
   * `container`: it publishes the port, or will when it is started. `listener`: a program of the host.
   * `reservation`: Fedwright keeps it for something.
   */
  kind: z.enum(['container', 'listener', 'reservation']),
  /** The name of the container or the program, or what it is kept for. Null: a program that this user may not see. */
  holder: z.string().nullable(),
  containerId: z.string().nullable(),
  /** A container that does not run listens on nothing yet. */
  active: z.boolean(),
  /** Of a reservation. */
  since: z.number().nullable(),
});
export type TakenPort = z.infer<typeof takenPortSchema>;

export const hostPortsSchema = z.object({
  ports: z.array(takenPortSchema),
  /** What could not be asked, and why: then more may be taken than is listed. */
  unknown: z.array(
    z.object({ what: z.enum(['containers', 'listeners']), message: z.string(), hint: z.string() }),
  ),
});
export type HostPorts = z.infer<typeof hostPortsSchema>;

const ofHost = z.object({ hostId: z.string().max(100) });

export const hostPorts = {
  /** @throws UNAVAILABLE when neither the host nor its engine answers */
  taken: call({ permission: 'hosts.use' }).input(ofHost).output(hostPortsSchema),
  /** The first free ports of a range, in their order. @throws CONFLICT when it has fewer */
  nextFree: call({ permission: 'hosts.use' })
    .input(
      ofHost.extend({
        ...{ from: portNumber, to: portNumber, protocol, address },
        count: z.number().int().min(1).max(1000).default(1),
      }),
    )
    .output(z.object({ ports: z.array(z.number().int()) })),
  /** Keeps a port from being given out to something else. @throws CONFLICT, naming who has it */
  reserve: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'port', 'protocol', 'purpose'] } })
    .input(ofHost.extend({ port: portNumber, protocol, purpose: z.string().trim().min(1).max(120) }))
    .output(ofHost.extend({ port: portNumber })),
  release: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'port', 'protocol'] } })
    .input(ofHost.extend({ port: portNumber, protocol }))
    .output(ofHost.extend({ port: portNumber })),
};
