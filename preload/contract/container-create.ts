import { z } from 'zod';
import { ofContainer } from './containers';
import { portProtocols } from './host-ports';
import { hostFiguresSchema } from './hosts';
import { call } from './meta';

const noNul = (text: string): boolean => !text.includes('\0');
const word = z.string().max(8192).refine(noNul, 'no NUL');
const variable = z
  .string()
  .max(256)
  .regex(/^[^\s=\0]+$/, 'a name without spaces and "="');
const portNumber = z.number().int().min(1).max(65535);
export const secretNameSchema = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/, 'letters, digits, dots, dashes and underscores');

export const restartPolicies = ['no', 'on-failure', 'unless-stopped', 'always'] as const;

export const wantedPortSchema = z.object({
  containerPort: portNumber,
  protocol: z.enum(portProtocols).default('tcp'),
  /** Of the host: `0.0.0.0` is every one. */
  address: z
    .string()
    .max(64)
    .regex(/^[0-9a-fA-F:.]+$/, 'an IP address')
    .default('0.0.0.0'),
  /** A port of the host, or the first free one of a range. */
  from: portNumber,
  to: portNumber,
});
export type WantedContainerPort = z.infer<typeof wantedPortSchema>;

/** A container to be made. */
export const containerSpecSchema = z.object({
  image: z.string().trim().min(1).max(500),
  /** Empty: the engine finds one. */
  name: z
    .string()
    .regex(
      /^([a-zA-Z0-9][a-zA-Z0-9_.-]{1,127})?$/,
      'at least two letters, digits, dots, dashes or underscores',
    )
    .default(''),
  /** Each word as it is: no shell reads them. Null is that of the image. */
  entrypoint: z.array(word).max(200).nullable().default(null),
  command: z.array(word).max(200).default([]),
  /** A plain value, or the name of one that the keychain has. */
  environment: z
    .array(z.object({ name: variable, value: word.nullable(), secret: secretNameSchema.nullable() }))
    .max(200)
    .default([]),
  mounts: z
    .array(
      z.object({
        kind: z.enum(['volume', 'bind']),
        /** The name of a volume, or an absolute path of the host. */
        source: z.string().min(1).max(4096).refine(noNul, 'no NUL'),
        target: z
          .string()
          .max(4096)
          .regex(/^\/[^\0]*$/, 'an absolute path'),
        readOnly: z.boolean().default(false),
      }),
    )
    .max(100)
    .default([]),
  /** By name. None is that of the engine, mostly `bridge`. */
  networks: z.array(z.string().min(1).max(200)).max(20).default([]),
  restart: z.enum(restartPolicies).default('no'),
  /** Cores and bytes; null is no limit. */
  cpus: z.number().min(0.01).max(10_000).nullable().default(null),
  memoryBytes: z
    .number()
    .int()
    .min(6 << 20)
    .max(2 ** 50)
    .nullable()
    .default(null),
  /** How many, or which by their index or UUID. */
  gpus: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('all') }),
      z.object({ kind: z.literal('count'), count: z.number().int().min(1).max(64) }),
      z.object({
        kind: z.literal('devices'),
        ids: z
          .array(z.string().regex(/^[\w-]{1,80}$/))
          .min(1)
          .max(64),
      }),
    ])
    .default({ kind: 'none' }),
  labels: z
    .array(z.object({ name: z.string().min(1).max(256).refine(noNul, 'no NUL'), value: word }))
    .max(200)
    .default([]),
  ports: z.array(wantedPortSchema).max(200).default([]),
  start: z.boolean().default(true),
});
export type ContainerSpec = z.infer<typeof containerSpecSchema>;

/** Something that was looked at before anything is made. `failed` keeps it from being made. */
export const createCheckSchema = z.object({
  state: z.enum(['ok', 'attention', 'failed']),
  about: z.enum(['host', 'image', 'name', 'cpu', 'memory', 'gpu', 'network', 'mount', 'secret', 'port']),
  message: z.string(),
  hint: z.string(),
  /** Of a port that is taken: which of those that are wanted, from 0, and the next one that is free. */
  port: z.object({ index: z.number().int(), nextFree: z.number().int().nullable() }).nullable(),
});
export type CreateCheck = z.infer<typeof createCheckSchema>;

export const hostFitSchema = z.object({
  hostId: z.string(),
  name: z.string(),
  fits: z.boolean(),
  /** Why it was chosen, or the first reasons why not. */
  reasons: z.array(z.string()),
});
export type HostFit = z.infer<typeof hostFitSchema>;

/** Why a container that was made does not start, and what could be otherwise in one in its place. */
export const repairPlanSchema = z.object({
  name: z.string(),
  message: z.string(),
  hint: z.string(),
  /** The engine's own words. */
  details: z.string(),
  /** Why none can take its place; null where one can. */
  obstacle: z.object({ message: z.string(), hint: z.string() }).nullable(),
  /** Those that it publishes at a port that was chosen. */
  ports: z.array(
    z.object({
      containerPort: z.number().int(),
      hostPort: z.number().int(),
      protocol: z.enum(portProtocols),
      /** Who has it, in words; null while it is free. */
      holder: z.string().nullable(),
      nextFree: z.number().int().nullable(),
    }),
  ),
  /** It asks for GPUs. */
  gpus: z.boolean(),
  /** Of the host, by their paths; `missing` is one that is not there. */
  devices: z.array(z.object({ path: z.string(), missing: z.boolean() })),
});
export type RepairPlan = z.infer<typeof repairPlanSchema>;

/** What is otherwise in the container that takes the place of one. */
export const repairSchema = z.object({
  /** Ports of the host, and those in their place. */
  ports: z
    .array(z.object({ hostPort: portNumber, protocol: z.enum(portProtocols), next: portNumber }))
    .max(200)
    .default([]),
  withoutGpus: z.boolean().default(false),
  withoutDevices: z.array(z.string().max(4096)).max(200).default([]),
});
export type Repair = z.infer<typeof repairSchema>;

const ofHost = z.object({ hostId: z.string().max(100) });
const secretView = z.object({ name: z.string(), updatedAt: z.number() });

export const containerCreate = {
  /** What there is on a host to make a container with. GPUs are those that `nvidia-smi` tells; none where it cannot be asked. */
  offers: call({ permission: 'containers.read' })
    .input(ofHost)
    .output(
      z.object({
        images: z.array(z.string()),
        volumes: z.array(z.string()),
        networks: z.array(z.string()),
        cpus: z.number(),
        memoryBytes: z.number(),
        gpus: hostFiguresSchema.shape.gpus,
      }),
    ),
  /** Looks at everything that may be in the way, and makes nothing. `ports` are those that it would get now. */
  check: call({ permission: 'containers.read' })
    .input(ofHost.extend({ spec: containerSpecSchema }))
    .output(z.object({ checks: z.array(createCheckSchema), ports: z.array(z.number().int().nullable()) })),
  /**
   * Looks for the host that fits: reachable, with all that is asked for, and with nothing in the way that `check` would
   * find. Where something is in the way on each, one with enough memory, cores and GPUs is chosen that does not fit yet.
   * Null: none has the room.
   */
  choose: call({ permission: 'containers.read' })
    .input(z.object({ spec: containerSpecSchema }))
    .output(z.object({ chosen: z.string().nullable(), hosts: z.array(hostFitSchema) })),
  /**
   * Makes it, and starts it unless told otherwise. A port out of a range that someone else gets meanwhile gives
   * way to the next one. One that does not start is removed again. @throws INVALID, with what is in the way;
   * CONFLICT, naming who has a port or a name
   */
  create: call({
    permission: 'containers.manage',
    audit: { subject: ['hostId', 'spec.name', 'spec.image', 'containerId'] },
  })
    .input(ofHost.extend({ spec: containerSpecSchema }))
    .output(
      z.object({
        containerId: z.string(),
        name: z.string(),
        /** Of the host, in the order of those that were wanted. */
        ports: z.array(z.number().int()),
      }),
    ),
  /** For a container that was to start and could not. Changes nothing. @throws CONFLICT while it runs */
  repairPlan: call({ permission: 'containers.read' }).input(ofContainer).output(repairPlanSchema),
  /**
   * Makes one that is the same but for what is told here, starts it, and removes the one that never started. Where it
   * does not start either, all is as before. @throws CONFLICT, naming who has a port; INVALID for one that ran
   */
  repair: call({
    permission: 'containers.manage',
    audit: { subject: ['hostId', 'containerId', 'name'] },
  })
    .input(ofContainer.extend({ change: repairSchema }))
    .output(
      z.object({ hostId: z.string(), containerId: z.string(), name: z.string(), ports: z.array(z.number()) }),
    ),
  secrets: call({ permission: 'containers.read' }).output(z.array(secretView)),
  /** Keeps a value in the keychain under a name; null removes it. Containers that have it keep it. */
  setSecret: call({ permission: 'containers.manage', audit: { subject: 'name' }, secret: 'value' })
    .input(
      z.object({
        name: secretNameSchema,
        value: z.string().min(1).max(32_768).refine(noNul, 'no NUL').nullable(),
      }),
    )
    .output(z.array(secretView)),
};
