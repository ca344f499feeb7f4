import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './meta';

export const hostKinds = ['local', 'ssh', 'docker-tls'] as const;
/** `keyboard-interactive`: the server asks, and a person answers, such as with a one-time code. */
export const authMethods = ['agent', 'key', 'password', 'keyboard-interactive'] as const;

/** The port that such a host listens on unless told otherwise. */
export const usualPort = (kind: (typeof hostKinds)[number]): number => (kind === 'docker-tls' ? 2376 : 22);

/** Whether an address has a port at its end or stands in brackets, both of which are kept apart from it. IPv6 has more colons. */
export const isMoreThanAddress = (address: string): boolean => /^[^:]*:[^:]*$|\]/.test(address.trim());

/**
 * A machine. `local` is the one that Fedwright runs on; `ssh` is reached over one SSH connection, which its
 * terminals, files, containers and forwards share; of `docker-tls` only the Docker engine is reached, over TCP
 * with TLS.
 */
export const hostSettingsSchema = z.object({
  name: z.string().trim().min(1).max(60),
  kind: z.enum(hostKinds),
  /** Host name or IP address; empty for `local`. */
  address: z
    .string()
    .trim()
    .max(255)
    .regex(/^[^\s/@]*$/, 'no spaces, slashes or @'),
  port: z.number().int().min(1).max(65535),
  username: z
    .string()
    .trim()
    .max(64)
    .regex(/^[^\s]*$/, 'no spaces'),
  auth: z.enum(authMethods).default('agent'),
  /** Another host of kind `ssh` to go through (ProxyJump). */
  jumpHostId: z.string().nullable().default(null),
  group: z.string().trim().max(60).default(''),
  labels: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  notes: z.string().max(4000).default(''),
  /** Where the Docker engine of the host listens; a named pipe such as `//./pipe/docker_engine` on Windows. */
  dockerSocket: z
    .string()
    .max(255)
    .regex(/^\/[^\0]*$/, 'an absolute path')
    .default('/var/run/docker.sock'),
  /** The name in the certificate of a `docker-tls` engine, where it is not the address. */
  tlsName: z
    .string()
    .trim()
    .max(255)
    .regex(/^[^\s/@]*$/, 'no spaces, slashes or @')
    .default(''),
});
export type HostSettings = z.infer<typeof hostSettingsSchema>;

/** `waiting`: it was lost, and will be tried again at `nextAttemptAt`. */
export const connectionStates = ['closed', 'connecting', 'open', 'waiting', 'failed'] as const;

export const connectionSchema = z.object({
  state: z.enum(connectionStates),
  since: z.number(),
  /** How many uses hold it: terminals, transfers, pages of containers. */
  uses: z.number().int(),
  nextAttemptAt: z.number().nullable(),
  error: z
    .object({
      ...{ code: z.string(), message: z.string(), hint: z.string(), reason: z.string().nullable() },
      /** In the words of the other side. */
      details: z.string().nullable(),
    })
    .nullable(),
});
export type HostConnection = z.infer<typeof connectionSchema>;

/** A certificate, for showing. */
const shownCertificateSchema = z.object({ subject: z.string(), notAfter: z.number() });

export const hostSchema = hostSettingsSchema.extend({
  id: z.string(),
  /**
   * What a `docker-tls` host is met with. `ca` null: whom the operating system trusts. `certificate` null: the
   * engine asks for none. The private key is in the keychain.
   */
  tls: z
    .object({ ca: shownCertificateSchema.nullable(), certificate: shownCertificateSchema.nullable() })
    .nullable(),
  /** For showing; it is changed by a grant. */
  keyFile: z.string().nullable(),
  hasPassword: z.boolean(),
  hasPassphrase: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
  connection: connectionSchema,
});
export type Host = z.infer<typeof hostSchema>;

/** A public key of a server. `fingerprint256` is as OpenSSH writes it: `SHA256:` and base64 without padding. */
export const hostKeySchema = z.object({ type: z.string(), fingerprint256: z.string() });
export type HostKey = z.infer<typeof hostKeySchema>;

export const keyLookSchema = z.object({
  /** `changed`: another key is pinned for this address on this way, and nothing connects until someone decides. */
  state: z.enum(['new', 'known', 'changed']),
  presented: hostKeySchema,
  pinned: hostKeySchema.extend({ pinnedAt: z.number(), pinnedBy: z.string() }).nullable(),
  /**
   * For a new one: what is pinned for this address on other ways. It may be the same machine, whose way was changed;
   * `same`: it has the presented key there. `via` is empty for the direct way.
   */
  elsewhere: z.array(hostKeySchema.extend({ via: z.string(), same: z.boolean() })),
});
export type KeyLook = z.infer<typeof keyLookSchema>;

/** Podman answers as a Docker engine, with less of it. */
export const engineProducts = ['Docker', 'Podman'] as const;

const bytes = z.number();

/** What changes all the time. Null is what is not known; sizes in bytes, `gpus` in the order of the driver. */
export const hostFiguresSchema = z.object({
  figuresAt: z.number(),
  /** Where the home directory is. */
  disk: z.object({ totalBytes: bytes, freeBytes: bytes }).nullable(),
  memory: z.object({ totalBytes: bytes, availableBytes: bytes.nullable() }).nullable(),
  /** Of the last minute. */
  load: z.number().nullable(),
  /** How much of all its cores was busy for half a second, from 0 to 100. */
  cpuPercent: z.number().nullable(),
  /** Through its network cards in that time. */
  network: z.object({ receivedPerSecond: bytes, sentPerSecond: bytes }).nullable(),
  /** Those that `nvidia-smi` tells. */
  gpus: z.array(
    z.object({
      ...{ index: z.number().int(), uuid: z.string(), name: z.string() },
      ...{ totalBytes: bytes.nullable(), usedBytes: bytes.nullable(), busyPercent: z.number().nullable() },
    }),
  ),
});
export type HostFigures = z.infer<typeof hostFiguresSchema>;

/** How a host is, each part null when it is not known. Sizes in bytes, times in milliseconds. */
export const hostHealthSchema = hostFiguresSchema.extend({
  /** Of the whole look; that of its figures may be later. */
  at: z.number(),
  /** There and back, for a command that does nothing; without SSH, for a ping of the engine. */
  latencyMs: z.number().nullable(),
  /** Above 0: its clock is ahead of the one here. */
  clockSkewMs: z.number().nullable(),
  cpus: z.number().nullable(),
  /** `remark`: what one that is too old or too new for Fedwright may lack. */
  docker: z
    .object({
      product: z.enum(engineProducts),
      ...{ version: z.string(), apiVersion: z.string(), remark: z.string().nullable() },
    })
    .nullable(),
  cgroup: z.union([z.literal(1), z.literal(2)]).nullable(),
  /** The `python3` of its PATH. */
  python: z.string().nullable(),
  /** Where deployments would find it, with the Python that has it. */
  nvflare: z.object({ version: z.string(), python: z.string() }).nullable(),
  /** TCP ports that something listens on. */
  ports: z.array(z.number().int()).nullable(),
});
export type HostHealth = z.infer<typeof hostHealthSchema>;

const hostId = z.object({ hostId: z.string() });

/**
 * Files that were chosen: the private key of SSH or of TLS, and for TLS the CA and the client's certificate, all
 * PEM. What is null stays as it is.
 */
const hostFilesSchema = z.object({
  keyGrantId: z.string().nullable().default(null),
  caGrantId: z.string().nullable().default(null),
  certGrantId: z.string().nullable().default(null),
});
export type HostFiles = z.input<typeof hostFilesSchema>;

const hostInputSchema = hostSettingsSchema
  // Without one, the usual one of its kind.
  .extend({ port: hostSettingsSchema.shape.port.optional() })
  .extend(hostFilesSchema.shape);
const withPort = <T extends Pick<HostSettings, 'kind'> & { port?: number | undefined }>(input: T) => ({
  ...input,
  port: input.port ?? usualPort(input.kind),
});

export const hosts = {
  list: call({ permission: 'hosts.read' }).output(z.array(hostSchema)),
  get: call({ permission: 'hosts.read' }).input(hostId).output(hostSchema),
  create: call({ permission: 'hosts.manage', audit: { subject: 'name' } })
    .input(hostInputSchema.transform(withPort))
    .output(hostSchema),
  /** Closes the connection when something changed that it hangs on. */
  update: call({ permission: 'hosts.manage', audit: { subject: 'name' } })
    .input(hostInputSchema.extend(hostId.shape).transform(withPort))
    .output(hostSchema),
  /** Forgets the host with its secrets. Nothing on the machine itself is touched. */
  remove: call({ permission: 'hosts.manage', audit: { subject: 'name' } })
    .input(hostId)
    .output(z.object({ name: z.string() })),
  /** Keeps a secret of the host in the keychain; null removes it. */
  setSecret: call({ permission: 'hosts.manage', audit: { subject: 'hostId' }, secret: 'value' })
    .input(
      hostId.extend({ kind: z.enum(['password', 'passphrase']), value: z.string().max(4096).nullable() }),
    )
    .output(hostSchema),
  /** Asks the server for its key, without logging in, and compares it with the one that is pinned. */
  lookAtKey: call({ permission: 'hosts.read' }).input(hostId).output(keyLookSchema),
  /**
   * Pins the key that the server presents now, if it is the one that the person has seen. Only with `replace`
   * another one that is pinned gives way. @throws CONFLICT when it presents another key.
   */
  trustKey: call({ permission: 'hosts.manage', audit: { subject: ['hostId', 'fingerprint256'] } })
    .input(hostId.extend({ fingerprint256: z.string().max(200), replace: z.boolean().default(false) }))
    .output(keyLookSchema),
  /** Opens the connection, or gives the one that is open. With `docker-tls` the engine is asked for a ping. */
  connect: call({ permission: 'hosts.use', audit: { subject: 'hostId' } })
    .input(hostId)
    .output(hostSchema),
  /** Closes it at once, whoever uses it. */
  disconnect: call({ permission: 'hosts.use', audit: { subject: 'hostId' } })
    .input(hostId)
    .output(hostSchema),
  /** Looks at the host by one short script, which changes nothing there. */
  health: call({ permission: 'hosts.use' }).input(hostId).output(hostHealthSchema),
  /**
   * How it is now, for a page that shows it: new figures, and what seldom changes from the last whole look, which may
   * be ten minutes old. Opens no connection; one that is open stays so. Null: there is none.
   */
  live: call({ permission: 'hosts.use' }).input(hostId).output(hostHealthSchema.nullable()),
  /** What the last look found since the app started, with its time; null where there was none. Asks the host nothing. */
  knownHealth: call({ permission: 'hosts.read' }).input(hostId).output(hostHealthSchema.nullable()),
  /** The same of each host that was looked at. */
  allKnownHealth: call({ permission: 'hosts.read' }).output(
    z.array(z.object({ hostId: z.string(), health: hostHealthSchema })),
  ),
  /** First a snapshot, then one event for each connection that changed. */
  watch: call({ permission: 'hosts.read' }).output(
    eventIterator(
      z.discriminatedUnion('type', [
        z.object({
          type: z.literal('snapshot'),
          seq: z.number(),
          connections: z.array(z.object({ hostId: z.string(), connection: connectionSchema })),
        }),
        z.object({
          type: z.literal('changed'),
          seq: z.number(),
          hostId: z.string(),
          connection: connectionSchema,
        }),
      ]),
    ),
  ),
};
