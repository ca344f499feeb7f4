import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { engineProducts } from './hosts';
import { call } from './meta';
import { taskSchema } from './tasks';

export const containerStates = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
] as const;

const containerPortSchema = z.object({
  containerPort: z.number().int(),
  /** Null: it is not published. */
  hostPort: z.number().int().nullable(),
  address: z.string(),
  protocol: z.string(),
});

export const containerSchema = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  /** `unknown` is one that this version does not know. */
  state: z.enum([...containerStates, 'unknown']),
  /** The engine's own words, such as `Up 3 minutes`. */
  status: z.string(),
  /** With what its program ended last; null while it runs or never did. */
  exitCode: z.number().int().nullable(),
  /** Its own health check says that it does not work. */
  unhealthy: z.boolean(),
  createdAt: z.number(),
  /** Whose kit it runs, where it is a deployment of Fedwright; else null. */
  participant: z.string().nullable(),
  ports: z.array(containerPortSchema),
});
export type Container = z.infer<typeof containerSchema>;

/** Null is: no limit. */
export const limitsSchema = z.object({
  /** Cores, such as 1.5. */
  cpus: z.number().nullable(),
  memoryBytes: z.number().nullable(),
});
export type ContainerLimits = z.infer<typeof limitsSchema>;

/** What a container uses now. Rates are null until there are two samples. */
export const usageSchema = z.object({
  /** 100 is one core. */
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number(),
  /** Bytes a second. */
  receivedPerSecond: z.number().nullable(),
  sentPerSecond: z.number().nullable(),
  readPerSecond: z.number().nullable(),
  writtenPerSecond: z.number().nullable(),
});
export type ContainerUsage = z.infer<typeof usageSchema>;

/** What the driver of a host tells of one of its GPUs; null is what it does not tell. */
const gpuSchema = z.object({
  index: z.number(),
  name: z.string(),
  totalBytes: z.number().nullable(),
  usedBytes: z.number().nullable(),
  /** Of the last moment, 0 to 100. */
  busyPercent: z.number().nullable(),
});
export type Gpu = z.infer<typeof gpuSchema>;

/** How much of the memory of which GPU; null where the driver does not tell it of single processes. */
const gpuShareSchema = z.object({ index: z.number(), memoryBytes: z.number().nullable() });
export type GpuShare = z.infer<typeof gpuShareSchema>;

const measureSchema = z.object({
  id: z.string(),
  limits: limitsSchema.nullable(),
  /** Null for a container that does not run. */
  usage: usageSchema.nullable(),
  /** Those that it uses; null where that is not known, and on hosts without GPUs. */
  gpus: z.array(gpuShareSchema).nullable(),
  /** Why it did not start, in the engine's own words. */
  startError: z.string().nullable(),
  /** It was ended as it needed more memory than it may use, or than there was. */
  outOfMemory: z.boolean(),
});
export type Measure = z.infer<typeof measureSchema>;

export const engineSchema = z.object({
  product: z.enum(engineProducts),
  version: z.string(),
  cpus: z.number(),
  memoryBytes: z.number(),
  /** What one that is too old or too new for Fedwright may lack; null for others. */
  remark: z.string().nullable(),
});
export type Engine = z.infer<typeof engineSchema>;

export const ofContainer = z.object({
  hostId: z.string().max(100),
  containerId: z.string().regex(/^[0-9a-f]{12,64}$/, 'the id of a container'),
});

/** More at once are not merged. */
export const mostLogs = 12;
const someContainers = z.array(ofContainer).min(1).max(mostLogs);

/** What is done to a container as it stands. */
export const containerActions = ['start', 'stop', 'restart', 'pause', 'unpause', 'kill'] as const;
export type ContainerAction = (typeof containerActions)[number];

export const containerDetailSchema = containerSchema
  .omit({ status: true, unhealthy: true, ports: true, participant: true })
  .extend({
    startedAt: z.number().nullable(),
    finishedAt: z.number().nullable(),
    /** Why it did not start, in the engine's own words; null where it did, or was not asked to. */
    startError: z.string().nullable(),
    restartPolicy: z.string(),
    command: z.array(z.string()),
    tty: z.boolean(),
    limits: limitsSchema,
    /** `value` is null where the name looks like that of a secret: such a value never leaves the main process. */
    environment: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
    mounts: z.array(z.object({ source: z.string(), target: z.string(), readOnly: z.boolean() })),
    networks: z.array(z.object({ name: z.string(), address: z.string() })),
    labels: z.array(z.object({ name: z.string(), value: z.string() })),
    /** The engine's own answer as JSON, without the values that look like secrets. */
    raw: z.string(),
  });
export type ContainerDetail = z.infer<typeof containerDetailSchema>;

export const logLineSchema = z.object({
  /** Which of the containers that were asked for, from 0. */
  source: z.number().int(),
  /** RFC 3339 with nanoseconds, always of one length: it sorts as text. */
  at: z.string(),
  stream: z.enum(['stdout', 'stderr']),
  text: z.string(),
});
export type ContainerLogLine = z.infer<typeof logLineSchema>;

export const containers = {
  /**
   * The containers of these hosts, each host as it answers; then again every few seconds, with what they use.
   * `null` is all hosts. A host that does not answer is `failed`, and is asked again.
   */
  watch: call({ permission: 'containers.read' })
    .input(z.object({ hostIds: z.array(z.string().max(100)).max(200).nullable().default(null) }).prefault({}))
    .output(
      eventIterator(
        z.discriminatedUnion('type', [
          z.object({
            type: z.literal('listed'),
            hostId: z.string(),
            engine: engineSchema,
            containers: z.array(containerSchema),
          }),
          z.object({
            type: z.literal('measured'),
            hostId: z.string(),
            /** Those of the host; empty where it has none, or cannot be asked. */
            gpus: z.array(gpuSchema),
            measures: z.array(measureSchema),
          }),
          z.object({
            type: z.literal('failed'),
            hostId: z.string(),
            error: z.object({ message: z.string(), hint: z.string() }),
          }),
        ]),
      ),
    ),
  inspect: call({ permission: 'containers.read' }).input(ofContainer).output(containerDetailSchema),
  /**
   * Done when the engine says so. To stop one takes ten seconds where its program does not listen. Whoever gives the
   * call up is free at once; what the engine has begun, it may finish.
   */
  act: call({ permission: 'containers.manage', audit: { subject: ['action', 'containerId'] } })
    .input(ofContainer.extend({ action: z.enum(containerActions) }))
    .output(ofContainer),
  rename: call({ permission: 'containers.manage', audit: { subject: ['containerId', 'name'] } })
    .input(ofContainer.extend({ name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/) }))
    .output(ofContainer),
  /** With the anonymous volumes where `volumes`; named ones stay. `force` kills it first if it runs. */
  remove: call({ permission: 'containers.manage', audit: { subject: 'containerId' } })
    .input(ofContainer.extend({ force: z.boolean().default(false), volumes: z.boolean().default(false) }))
    .output(ofContainer),
  /**
   * Changes limits while it runs; null leaves one as it is, as an engine cannot take a limit away from a
   * container. @throws INVALID beyond what the host has
   */
  setLimits: call({ permission: 'containers.manage', audit: { subject: 'containerId' } })
    .input(
      ofContainer.extend({
        cpus: z.number().min(0.01).max(10_000).nullable(),
        memoryBytes: z
          .number()
          .int()
          .min(6 << 20)
          .max(2 ** 50)
          .nullable(),
      }),
    )
    .output(limitsSchema),
  /**
   * The last lines of each container and those that follow. Lines come in bundles, sorted by time within each;
   * `skipped` counts lines that came faster than they were taken.
   */
  logs: call({ permission: 'containers.read' })
    .input(
      z.object({
        containers: someContainers,
        tail: z.number().int().min(1).max(5000).default(1000),
        /** Whether it stays for those that have stopped, whose logs go on when they are started again. */
        stay: z.boolean().default(false),
      }),
    )
    .output(
      eventIterator(
        z.object({
          lines: z.array(logLineSchema),
          skipped: z.number().int(),
          /** From which nothing comes now, and why. */
          failures: z.array(z.object({ source: z.number().int(), message: z.string() })),
        }),
      ),
    ),
  /**
   * Writes whole logs to a granted place, as one text that is merged by time: each line with its time and, of
   * several, the name of its container. Bytes are those that the engines have kept.
   */
  saveLog: call({ permission: 'containers.read', audit: { subject: 'containers.containerId' } })
    .input(z.object({ containers: someContainers, grantId: z.string() }))
    .output(taskSchema),
  /** A link by which a browser saves the same text, straight from the engines. */
  logLink: call({ permission: 'containers.read', audit: { subject: 'containers.containerId' } })
    .input(z.object({ containers: someContainers }))
    .output(z.object({ url: z.string(), fileName: z.string() })),
};
