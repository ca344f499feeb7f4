import { type ContractProcedure, oc } from '@orpc/contract';
import { z } from 'zod';

/** Everything a person can be allowed to do. A call names exactly one of these. */
export const permissions = [
  'host.read',
  'settings.read',
  'settings.write',
  'runtime.read',
  'runtime.manage',
  'projects.read',
  'projects.write',
  'provisioning.read',
  'provisioning.run',
  'ca.read',
  'ca.manage',
  'kits.read',
  'kits.export',
  'certificates.read',
  'distributed.read',
  'distributed.approve',
  'distributed.request',
  'tasks.read',
  'tasks.manage',
  'files.browse',
  'audit.read',
  'logs.read',
  'upkeep.read',
  'upkeep.manage',
  'hosts.read',
  'hosts.manage',
  'hosts.use',
  'containers.read',
  'containers.manage',
  'deployments.read',
  'deployments.manage',
  'federations.run',
] as const;

export const permissionSchema = z.enum(permissions);
export type Permission = z.infer<typeof permissionSchema>;

/**
 * What a call declares about itself, read by the permission and the audit middleware.
 * `audit.subject` names the field of the input, or failing that of the output, that identifies what the
 * call acted on, or several such fields; without it the row has no subject. `secret` names a field of the input that must not be seen
 * in a list of processes: the command line takes such an input from standard input only. `lasting` is for what ends with
 * the process that it is called in: the command line stays with it until Ctrl-C, or, where nothing could be done with it
 * there, refuses and says what to do `instead`.
 */
export interface CallMeta {
  permission: Permission;
  audit?: { subject?: string | string[] };
  secret?: string;
  lasting?: true | { instead: string };
}

/** One thing that is wrong with a project. `field` is a path such as `participants[2].host_names[0]`. */
export const problemSchema = z.object({
  field: z.string(),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  hint: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

/** The data of every error a person can meet: what to do, and what is known. */
export const errorDataSchema = z.object({
  hint: z.string(),
  /** Folded by default in the window: a peer's own words, already free of secrets. */
  details: z.string().optional(),
  problems: z.array(problemSchema).optional(),
  /** What kind of failure it is, where a page can offer something for it, such as `host-key-new`. */
  reason: z.string().optional(),
  /** Finds the stack in the app log. Only internal errors have one. */
  id: z.string().optional(),
});
export type ErrorData = z.infer<typeof errorDataSchema>;

/** The errors people meet. All others leave the main process as INTERNAL with an id. */
export const errors = {
  INVALID: { status: 422, data: errorDataSchema },
  FORBIDDEN: { status: 403, data: errorDataSchema },
  NOT_FOUND: { status: 404, data: errorDataSchema },
  CONFLICT: { status: 409, data: errorDataSchema },
  CANCELLED: { status: 499, data: errorDataSchema },
  /** A peer failed: nvflare, Python, the keychain, the operating system. */
  UNAVAILABLE: { status: 503, data: errorDataSchema },
  /** The disk is full or a directory cannot be written. */
  STORAGE: { status: 507, data: errorDataSchema },
  INTERNAL: { status: 500, data: errorDataSchema },
} as const;
export type ErrorCode = keyof typeof errors;

/** Starts the declaration of a call. There is no other way to make one, so none lacks a permission. */
export const call = (meta: CallMeta) => oc.$meta<CallMeta>(meta).errors(errors);

// oRPC's own constraint for "any procedure" leaves the schemas open; only the meta matters here.
// oxlint-disable-next-line typescript/no-explicit-any
type Call = ContractProcedure<any, any, any, CallMeta>;
type CallTree = { readonly [name: string]: Call | CallTree };

/** Refuses, at compile time, a tree with a call in it that declares no permission. */
export const defineContract = <T extends CallTree>(tree: T): T => tree;
