import { z } from 'zod';
import { kitDetailSchema } from './kits';
import { call } from './meta';

/** Who NVFlare signs for in distributed provisioning. It knows no relays and no project admins there. */
export const signedTypes = ['server', 'client', 'admin'] as const;
export const signedRoles = ['org_admin', 'lead', 'member'] as const;
export const schemes = ['grpc', 'http', 'tcp'] as const;
export const securities = ['mtls', 'tls', 'clear'] as const;

const port = z.number().int().min(1).max(65535);
const name = z.string().trim().max(253);
const optionalPort = port.nullable().default(null);

/** What the CA's owner decides for the whole federation; every kit is packaged with it. */
const profileSchema = z.object({
  /** The project's name, which is the name of its CA as well. */
  name,
  org: name.default(''),
  scheme: z.enum(schemes).default('grpc'),
  serverHost: name,
  fedLearnPort: port.default(8002),
  /** Null: the same as `fedLearnPort`. */
  adminPort: optionalPort,
  connectionSecurity: z.enum(securities).default('mtls'),
});

export const authoritySchema = profileSchema.extend({
  id: z.string(),
  projectId: z.string().nullable(),
  /** Of the CA's certificate: what sites must be told. Upper-case hex pairs with colons. */
  fingerprint256: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  createdAt: z.number(),
  createdBy: z.string(),
  /** Requests that wait for a decision, and all of them. */
  waiting: z.number().int(),
  requests: z.number().int(),
  /** The CA of the same name that took its place: this one signs nothing any more. */
  replacedBy: z.string().nullable(),
  replacedAt: z.number().nullable(),
  /** Whether its private key is still here; that of a replaced CA can be destroyed. */
  hasKey: z.boolean(),
});
export type Authority = z.infer<typeof authoritySchema>;

/** Who a request is for. */
const identity = {
  name: z.string(),
  org: z.string(),
  type: z.enum(signedTypes),
  role: z.enum(signedRoles).nullable(),
  /** Names besides its own by which a server is reached. */
  hostNames: z.array(z.string()),
};

export const handoutSchema = z.object({
  id: z.string(),
  recipient: z.string(),
  method: z.string(),
  at: z.number(),
  by: z.string(),
});

/** A request that came in to the owner of a CA. */
export const incomingSchema = z.object({
  id: z.string(),
  authorityId: z.string(),
  ...identity,
  state: z.enum(['requested', 'approved', 'rejected']),
  /**
   * SHA-256 of the public key. Null until the request is decided: who decides must get it from the requester,
   * not from here.
   */
  keyFingerprint: z.string().nullable(),
  receivedAt: z.number(),
  receivedBy: z.string(),
  decidedAt: z.number().nullable(),
  decidedBy: z.string().nullable(),
  /** Why it was rejected. */
  reason: z.string(),
  /** Of the certificate that was issued. */
  certificateFingerprint: z.string().nullable(),
  notBefore: z.number().nullable(),
  notAfter: z.number().nullable(),
  /** The newest certificate that was signed for this name before: what a renewal replaces. */
  approvedBefore: z
    .object({
      at: z.number(),
      notAfter: z.number().nullable(),
      /** Whether organisation, type, role and hosts are the same as then. */
      same: z.boolean(),
    })
    .nullable(),
  /** A newer one was signed for this name. */
  superseded: z.boolean(),
  handouts: z.array(handoutSchema),
});
export type Incoming = z.infer<typeof incomingSchema>;

/** A request that was made here. Its private key stays here. */
export const ownRequestSchema = z.object({
  id: z.string(),
  project: z.string(),
  ...identity,
  state: z.enum(['requested', 'signed', 'packaged']),
  keyFingerprint: z.string(),
  /** Of the CA that signed; null until it was compared with what the project admin says. */
  caFingerprint: z.string().nullable(),
  certificateFingerprint: z.string().nullable(),
  /** Where the kit's owner will connect to, as `grpc://host:port`. */
  endpoint: z.string().nullable(),
  notBefore: z.number().nullable(),
  notAfter: z.number().nullable(),
  /** The kit of another request of the same name that was made later: this one is of before. */
  supersededBy: z.string().nullable(),
  /** The packaged request of the same name that this one renews. */
  renews: z.string().nullable(),
  createdAt: z.number(),
  createdBy: z.string(),
  signedAt: z.number().nullable(),
  packagedAt: z.number().nullable(),
});
export type OwnRequest = z.infer<typeof ownRequestSchema>;

/** Zips are some kilobytes; this is base64, of 256 KB at most. */
const source = {
  grantId: z.string().nullable().default(null),
  content: z.string().max(350_000).nullable().default(null),
};
const fingerprint = z.string().trim().min(1).max(300);
const authorityId = z.object({ authorityId: z.string() });
const incomingId = z.object({ incomingId: z.string() });
const requestId = z.object({ requestId: z.string() });
const task = z.object({ taskId: z.string() });
const validDays = z.number().int().min(1).max(7300);

/** What can be taken out: a request and a signed zip hold no secret, a kit does. */
const piece = z.object({ what: z.enum(['request', 'signed', 'kit']), id: z.string() });

export const distributed = {
  authorities: call({ permission: 'distributed.read' }).output(z.array(authoritySchema)),
  /**
   * Makes a CA with `nvflare cert init`, as a task. A second one of the same name is a CONFLICT, unless it takes
   * the place of the one in `replaces`, which signs nothing from then on.
   */
  createAuthority: call({ permission: 'distributed.approve', audit: { subject: 'name' } })
    .input(
      profileSchema.extend({
        projectId: z.string().nullable().default(null),
        validDays: validDays.default(3650),
        replaces: z.string().nullable().default(null),
      }),
    )
    .output(task.extend({ authorityId: z.string() })),
  /** Destroys the private key of a CA that was replaced. What it signed stays listed, and stays valid. */
  destroyKey: call({ permission: 'distributed.approve', audit: { subject: 'authorityId' } })
    .input(authorityId.extend({ confirmName: z.string() }))
    .output(z.object({ destroyed: z.literal(true) })),
  /** Newest first; of one CA or of all. */
  incoming: call({ permission: 'distributed.read' })
    .input(z.object({ authorityId: z.string().nullable().default(null) }).prefault({}))
    .output(z.array(incomingSchema)),
  /** Takes a request zip in, from a granted file or as base64. Nothing is signed by that. */
  importRequest: call({ permission: 'distributed.approve', audit: { subject: 'authorityId' } })
    .input(authorityId.extend(source))
    .output(incomingSchema),
  /** Signs with `nvflare cert approve`, as a task. Refused with INVALID unless the fingerprint is the key's. */
  approve: call({ permission: 'distributed.approve', audit: { subject: 'incomingId' } })
    .input(incomingId.extend({ fingerprint, validDays: validDays.default(1095) }))
    .output(task),
  reject: call({ permission: 'distributed.approve', audit: { subject: 'incomingId' } })
    .input(incomingId.extend({ reason: z.string().trim().min(1).max(1000) }))
    .output(incomingSchema),
  /** Notes who got the signed zip. */
  recordHandout: call({ permission: 'distributed.approve', audit: { subject: 'incomingId' } })
    .input(
      incomingId.extend({
        recipient: z.string().trim().min(1).max(200),
        method: z.string().trim().min(1).max(100),
      }),
    )
    .output(incomingSchema),
  requests: call({ permission: 'distributed.read' }).output(z.array(ownRequestSchema)),
  /** Makes a key and a request with `nvflare cert request`, as a task. */
  createRequest: call({ permission: 'distributed.request', audit: { subject: 'name' } })
    .input(
      z.object({
        project: name,
        name,
        org: name,
        type: z.enum(signedTypes),
        role: z.enum(signedRoles).nullable().default(null),
        hostNames: z.array(name).max(50).default([]),
      }),
    )
    .output(task.extend({ requestId: z.string() })),
  /**
   * A request for the successor of one that has a kit or a certificate: the same participant, a new key. A
   * CONFLICT while another one of that name is under way.
   */
  renew: call({ permission: 'distributed.request', audit: { subject: 'requestId' } })
    .input(requestId)
    .output(task.extend({ requestId: z.string() })),
  /** Takes the project admin's answer in. INVALID when it does not belong to this request. */
  importSigned: call({ permission: 'distributed.request', audit: { subject: 'requestId' } })
    .input(requestId.extend(source))
    .output(ownRequestSchema),
  /** Makes the kit with `nvflare package`, as a task. Refused unless the fingerprint is the signing CA's. */
  package: call({ permission: 'distributed.request', audit: { subject: 'requestId' } })
    .input(requestId.extend({ fingerprint }))
    .output(task),
  /** Deletes a request with its private key and its kit, for good. */
  removeRequest: call({ permission: 'distributed.request', audit: { subject: 'requestId' } })
    .input(requestId.extend({ confirmName: z.string() }))
    .output(z.object({ removed: z.literal(true) })),
  /** Reads the packaged kit's files now and checks them. */
  kit: call({ permission: 'distributed.read' })
    .input(requestId)
    .output(kitDetailSchema.pick({ files: true, certificates: true, checks: true })),
  /** Writes a request or a signed zip to a granted `save` path. */
  save: call({ permission: 'distributed.read', audit: { subject: 'id' } })
    .input(piece.extend({ what: z.enum(['request', 'signed']), grantId: z.string() }))
    .output(z.object({ savedTo: z.string() })),
  /** Gets a zip ready to be fetched or dragged; for ten minutes. */
  stage: call({ permission: 'distributed.read' })
    .input(piece)
    .output(z.object({ stageId: z.string(), fileName: z.string(), url: z.string() })),
  /** Hands a staged file to the operating system's drag. Only for doors with native drag-out. */
  dragOut: call({ permission: 'distributed.read', audit: { subject: 'id' } })
    .input(piece.extend({ stageId: z.string() }))
    .output(z.object({ started: z.boolean() })),
  /** AES-256 zip of the kit; the generated password is in this answer and nowhere else. */
  exportKitZip: call({ permission: 'kits.export', audit: { subject: 'requestId' } })
    .input(requestId.extend({ grantId: z.string().nullable().default(null) }))
    .output(
      z.object({
        fileName: z.string(),
        password: z.string(),
        url: z.string().nullable(),
        savedTo: z.string().nullable(),
      }),
    ),
  /** Copies the kit as a folder below a granted folder. */
  exportKitFolder: call({ permission: 'kits.export', audit: { subject: 'requestId' } })
    .input(requestId.extend({ grantId: z.string() }))
    .output(z.object({ savedTo: z.string() })),
};
