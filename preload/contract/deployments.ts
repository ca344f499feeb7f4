import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { kitTypes } from './kits';
import { call } from './meta';

// oxlint-disable-next-line no-control-regex -- they are what is refused
const directory = /^(?:\/|~\/)[^\u0000-\u001f\u007f]*[^\u0000-\u001f\u007f/]$/;
// oxlint-disable-next-line no-control-regex -- they are what is refused
const absolute = /^\/[^\u0000-\u001f\u007f]*$/;

/** A folder of an SSH host. */
const hostPlaceSchema = z.object({
  kind: z.literal('host'),
  hostId: z.string().max(100),
  /** Absolute, or below the home folder as `~/…`. The kit's files are directly in it. */
  directory: z.string().max(900).regex(directory, 'an absolute path, or one that begins with ~/'),
  /** The Python whose NVFlare runs the kit, as an absolute path; null is the first that is found there. */
  python: z.string().max(900).regex(absolute, 'an absolute path').nullable().default(null),
});

/** A container of its own on the Docker engine of a host. */
const containerPlaceSchema = z.object({
  kind: z.literal('container'),
  hostId: z.string().max(100),
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/),
  image: z.string().min(1).max(500),
  /** `bridge` publishes the ports of a server under the same numbers. */
  network: z.enum(['host', 'bridge']).default('host'),
  restart: z.enum(['no', 'on-failure', 'unless-stopped']).default('unless-stopped'),
  /** Cores, and bytes; null is: no limit. */
  cpus: z.number().min(0.01).max(10_000).nullable().default(null),
  memoryBytes: z
    .number()
    .int()
    .min(6 << 20)
    .max(2 ** 50)
    .nullable()
    .default(null),
  gpus: z.boolean().default(false),
  /** A folder of the host that the container sees at /data, read-only. */
  dataDirectory: z.string().max(900).regex(absolute, 'an absolute path').nullable().default(null),
});

export const placeSchema = z.discriminatedUnion('kind', [hostPlaceSchema, containerPlaceSchema]);
export type Place = z.infer<typeof placeSchema>;
export type HostPlace = z.infer<typeof hostPlaceSchema>;
export type ContainerPlace = z.infer<typeof containerPlaceSchema>;

/**
 * `ready`: a server has started, a site is registered with its server. `lost`: a site was registered, its connection
 * is gone, and it tries again. `ended`: it stopped by itself. `missing`: the kit is not there any more. `stray`: what it
 * had started runs on, though its folder or what watched over it is gone. `unreachable`: the host did not answer, the rest is what was last known.
 */
export const phases = [
  'stopped',
  'starting',
  'ready',
  'lost',
  'ended',
  'missing',
  'stray',
  'unreachable',
] as const;
export type Phase = (typeof phases)[number];

/** Those in which its processes run. */
export const runningPhases: readonly Phase[] = ['starting', 'ready', 'lost', 'stray'];

export const deploymentStateSchema = z.object({
  phase: z.enum(phases),
  /** When this was seen. */
  at: z.number(),
  /** Since when it runs; null when it does not. */
  since: z.number().nullable(),
  /** Of the far side; null in a container, and when it does not run. */
  pid: z.number().int().nullable(),
  /** Of the run that ended. */
  exitCode: z.number().int().nullable(),
  /** How many sites a server has; null elsewhere. */
  sites: z.number().int().nullable(),
  /** Why it is as it is: the last line of its log, or in words, as when the host does not answer. */
  note: z.string(),
  /** Those that were kept by a version before have none. */
  noteOf: z.enum(['log', 'words']).default('log'),
  /** Which kit is there: the one that was sent, one that someone else has put there since, or none any more. */
  kitThere: z.enum(['sent', 'other', 'none']).default('sent'),
  /** Kits before this one that lie beside it. */
  previous: z.array(z.object({ id: z.string(), label: z.string(), replacedAt: z.number().nullable() })),
});
export type DeploymentState = z.infer<typeof deploymentStateSchema>;

export const deploymentSchema = z.object({
  id: z.string(),
  place: placeSchema,
  hostName: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  participant: z.string(),
  type: z.enum(kitTypes),
  kitId: z.string(),
  runNumber: z.number().int(),
  fingerprint256: z.string(),
  /** Of the participant's kits, whether this is the one it should have; `gone`: it is not in the store any more. */
  kit: z.enum(['current', 'older', 'gone']),
  /** The one that it should have. */
  currentKit: z.object({ kitId: z.string(), runNumber: z.number().int() }).nullable(),
  /** Whether a server keeps its jobs and snapshots in its own folder. */
  ownStorage: z.boolean(),
  deployedAt: z.number(),
  deployedBy: z.string(),
  /** As last seen; null when nobody has looked yet. */
  state: deploymentStateSchema.nullable(),
  /** The task that is changing it. */
  taskId: z.string().nullable(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

const itemSchema = z.object({
  kitId: z.string().max(100),
  place: placeSchema,
  /** A server's jobs and snapshots in its own folder instead of /tmp/nvflare, which all servers of a machine share. */
  ownStorage: z.boolean().default(true),
});

const deployItemSchema = itemSchema.extend({
  /** Files below `local/` that were changed there and shall stay as they are; null is all of them. */
  carryOver: z.array(z.string().max(1000)).max(1000).nullable().default(null),
  /** What runs there is stopped for it and started again; without it, it is in the way. */
  restart: z.boolean().default(false),
  evenDisabled: z.boolean().default(false),
});
export type DeployItem = z.infer<typeof deployItemSchema>;

export const editSchema = z.object({
  path: z.string(),
  change: z.enum(['changed', 'added', 'removed']),
  /** The new kit has another version of it than the old one had. */
  clash: z.boolean(),
});
export type LocalEdit = z.infer<typeof editSchema>;

const failureSchema = z.object({ message: z.string(), hint: z.string(), reason: z.string().nullable() });

export const previewSchema = z.object({
  kitId: z.string(),
  participant: z.string(),
  /** Null when `error` says why it cannot be. */
  plan: z
    .object({
      /** As it is on the host, without `~`; a container's name. */
      target: z.string(),
      files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), mode: z.string() })),
      sizeBytes: z.number(),
      /** `other`: a kit that Fedwright did not put there. */
      replaces: z.enum(['nothing', 'kit', 'other']),
      /** What is known of the kit that is replaced. */
      replacedRun: z.number().int().nullable(),
      running: z.boolean(),
      edits: z.array(editSchema),
      /** Names of what NVFlare and its jobs left there, which stays. */
      data: z.array(z.string()),
      /** Bytes that may still be written there; null when not known. */
      freeBytes: z.number().nullable(),
      python: z.string().nullable(),
      nvflare: z.string().nullable(),
      notes: z.array(z.string()),
    })
    .nullable(),
  error: failureSchema.nullable(),
});
export type DeployPreview = z.infer<typeof previewSchema>;

const deploymentId = z.object({ deploymentId: z.string().max(100) });
const deploymentIds = z.object({ deploymentIds: z.array(z.string().max(100)).min(1).max(500) });

/** Each has its own result: a task, or why there is none. */
const startedSchema = z.array(
  z.object({ id: z.string(), taskId: z.string().nullable(), error: failureSchema.nullable() }),
);
export type Started = z.infer<typeof startedSchema>;

export const logFiles = ['console', 'log.txt', 'error_log.txt', 'audit.log'] as const;

const manage = 'deployments.manage' as const;

export const deployments = {
  list: call({ permission: 'deployments.read' }).output(z.array(deploymentSchema)),
  /** How each is, host by host as they answer, then again every few seconds. Opens connections. */
  watch: call({ permission: 'deployments.read' }).output(
    eventIterator(
      z.object({ states: z.array(z.object({ deploymentId: z.string(), state: deploymentStateSchema })) }),
    ),
  ),
  /** What deploying would do. Looks at each host; changes nothing. */
  preview: call({ permission: manage })
    .input(z.object({ items: z.array(itemSchema).min(1).max(200) }))
    .output(z.array(previewSchema)),
  /** `id` is the kit's. */
  deploy: call({ permission: manage, audit: { subject: ['items.kitId', 'items.place.hostId'] } })
    .input(z.object({ items: z.array(deployItemSchema).min(1).max(200) }))
    .output(startedSchema),
  /** With `anyway`, what the checks before a start find does not hold it up. */
  start: call({ permission: manage, audit: { subject: 'deploymentIds' } })
    .input(deploymentIds.extend({ anyway: z.boolean().default(false) }))
    .output(startedSchema),
  stop: call({ permission: manage, audit: { subject: 'deploymentIds' } })
    .input(deploymentIds)
    .output(startedSchema),
  restart: call({ permission: manage, audit: { subject: 'deploymentIds' } })
    .input(deploymentIds.extend({ anyway: z.boolean().default(false) }))
    .output(startedSchema),
  /** Puts a kit of before back; the one of now then lies beside it. What runs is stopped, and started again. */
  rollBack: call({ permission: manage, audit: { subject: ['deploymentId', 'previousId'] } })
    .input(deploymentId.extend({ previousId: z.string().max(200) }))
    .output(z.object({ taskId: z.string() })),
  /** Stops it and takes it away from there, with the kits of before; what its jobs left goes too. */
  remove: call({ permission: manage, audit: { subject: 'deploymentIds' } })
    .input(deploymentIds)
    .output(startedSchema),
  /** Takes it from the list only. Nothing is touched on the host. */
  forget: call({ permission: manage, audit: { subject: 'deploymentId' } })
    .input(deploymentId)
    .output(deploymentId),
  /** Compares every file of the kit with what is there, by hash. */
  verify: call({ permission: 'deployments.read', audit: { subject: 'deploymentId' } })
    .input(deploymentId)
    .output(
      z.object({
        state: z.enum(['same', 'edited', 'differs']),
        checked: z.number().int(),
        /** `edited` are those below `local/`, which are there to be edited. */
        differences: z.array(z.object({ path: z.string(), what: z.enum(['changed', 'missing', 'edited']) })),
      }),
    ),
  /** The end of a log and what follows. After a loss the end comes once more, with `from` true. */
  logs: call({ permission: 'deployments.read' })
    .input(
      deploymentId.extend({
        file: z.enum(logFiles).default('console'),
        tail: z.number().int().min(1).max(5000).default(1000),
      }),
    )
    .output(eventIterator(z.object({ text: z.string(), skippedBytes: z.number() }))),
  /** Pythons with NVFlare that were found on a host. */
  pythons: call({ permission: manage })
    .input(z.object({ hostId: z.string().max(100) }))
    .output(z.array(z.object({ python: z.string(), version: z.string(), nvflare: z.string() }))),
  /** The images that the engine of a host has. */
  images: call({ permission: manage })
    .input(z.object({ hostId: z.string().max(100) }))
    .output(z.array(z.object({ name: z.string(), sizeBytes: z.number(), createdAt: z.number() }))),
  /** Runs the image's Python once, without a network, and asks for its NVFlare. */
  probeImage: call({ permission: manage, audit: { subject: ['hostId', 'image'] } })
    .input(z.object({ hostId: z.string().max(100), image: z.string().min(1).max(500) }))
    .output(z.object({ python: z.string(), nvflare: z.string() })),
};
