import { z } from 'zod';
import { call } from './meta';

/** One host that a configuration of another program knows, and what taking it over would do. */
export const importItemSchema = z.object({
  /** Within this preview. */
  id: z.string(),
  name: z.string(),
  /** `same`: it is here already, as it is there. `skip` cannot be chosen, for the reason. */
  action: z.enum(['add', 'change', 'same', 'skip']),
  kind: z.enum(['local', 'ssh', 'docker-tls']),
  /** Where it is, as a person would write it. */
  address: z.string(),
  /** How it is logged in to. */
  login: z.string(),
  /** The name of the host on the way. A new one comes along when this one is chosen. */
  through: z.string().nullable(),
  /** What `change` would change. */
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
  /** What a person should know: why it is skipped, what is left out. */
  remarks: z.array(z.string()),
});
export type ImportItem = z.infer<typeof importItemSchema>;

export const importPreviewSchema = z.object({
  /** The file or folder that was read. */
  path: z.string(),
  /** Of what is shown here; goes back with the choice, so that nothing else is imported. */
  digest: z.string(),
  items: z.array(importItemSchema),
  /** About what is in there besides hosts. */
  remarks: z.array(z.string()),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const pinItemSchema = z.object({
  /** The address, with the hosts on the way to it. */
  id: z.string(),
  /** The hosts here that are reached there. */
  hosts: z.array(z.string()),
  type: z.string(),
  fingerprint256: z.string(),
  /** `conflict`: another key is pinned here, which is never replaced this way. */
  action: z.enum(['pin', 'same', 'conflict', 'skip']),
  remark: z.string(),
});
export type PinItem = z.infer<typeof pinItemSchema>;

export const pinPreviewSchema = z.object({
  path: z.string(),
  digest: z.string(),
  items: z.array(pinItemSchema),
  remarks: z.array(z.string()),
});
export type PinPreview = z.infer<typeof pinPreviewSchema>;

/** Null: the usual place of this person. */
const from = z.object({ grantId: z.string().nullable().default(null) });
const chosen = from.extend({ digest: z.string(), ids: z.array(z.string()).max(5000) });
const done = z.object({ added: z.array(z.string()), changed: z.array(z.string()) });

/** Taking over hosts and their keys from OpenSSH and Docker. A preview reads and changes nothing. */
export const hostImport = {
  /** Of `~/.ssh/config`, with what it includes. */
  previewSshConfig: call({ permission: 'hosts.manage', audit: {} }).input(from).output(importPreviewSchema),
  /** @throws CONFLICT when the preview would be another one by now. */
  importSshConfig: call({ permission: 'hosts.manage', audit: { subject: 'ids' } })
    .input(chosen)
    .output(done),
  /** Of the contexts in `~/.docker`, or in `DOCKER_CONFIG`. */
  previewDockerContexts: call({ permission: 'hosts.manage', audit: {} })
    .input(from)
    .output(importPreviewSchema),
  importDockerContexts: call({ permission: 'hosts.manage', audit: { subject: 'ids' } })
    .input(chosen)
    .output(done),
  /** Of `~/.ssh/known_hosts`: which keys would be pinned. */
  previewKnownHosts: call({ permission: 'hosts.manage', audit: {} }).input(from).output(pinPreviewSchema),
  importKnownHosts: call({ permission: 'hosts.manage', audit: { subject: 'ids' } })
    .input(chosen)
    .output(z.object({ pinned: z.number() })),
  /** Writes all pinned keys into a file that OpenSSH reads as `UserKnownHostsFile`. */
  exportKnownHosts: call({ permission: 'hosts.manage', audit: {} })
    .input(z.object({ grantId: z.string() }))
    .output(z.object({ savedTo: z.string(), keys: z.number() })),
};
