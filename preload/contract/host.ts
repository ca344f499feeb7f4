import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call, permissionSchema } from './meta';

/** What this door can do. Pages ask this, never which door it is. */
export const capabilitiesSchema = z.object({
  nativeDialogs: z.boolean(),
  /** `native` starts a drag of the operating system; `download` sets DownloadURL on the page's own drag. */
  dragOut: z.enum(['native', 'download']),
  /** `memory`: secrets are forgotten when the app ends, and the app says so. */
  secrets: z.enum(['os', 'memory']),
  notifications: z.boolean(),
  openPath: z.boolean(),
  relaunch: z.boolean(),
  /** The packages name a feed of new versions. */
  updates: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

export const hostDescriptionSchema = z.object({
  door: z.enum(['window', 'browser', 'cli']),
  version: z.string(),
  platform: z.string(),
  dataDirectory: z.string(),
  capabilities: capabilitiesSchema,
  actor: z.object({ id: z.string(), name: z.string(), permissions: z.array(permissionSchema) }),
  versions: z.record(z.string(), z.string()),
});
export type HostDescription = z.infer<typeof hostDescriptionSchema>;

/** One part of the system and how it is. `hint` is what to do, empty when nothing is. */
export const partStatusSchema = z.object({
  part: z.enum(['nvflare', 'keychain', 'sealing', 'disk', 'store', 'data']),
  state: z.enum(['ok', 'attention', 'failed', 'off']),
  summary: z.string(),
  hint: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type PartStatus = z.infer<typeof partStatusSchema>;

export const host = {
  describe: call({ permission: 'host.read' }).output(hostDescriptionSchema),
  /** Looks at every part now. Takes up to a few seconds when the keychain does not answer. */
  status: call({ permission: 'host.read' }).output(
    z.object({ checkedAt: z.number(), parts: z.array(partStatusSchema) }),
  ),
  /** Counts up when anything in the store changed, by this process or by another on the same directory. */
  watch: call({ permission: 'host.read' }).output(
    eventIterator(z.object({ seq: z.number(), revision: z.number() })),
  ),
  openDataDirectory: call({ permission: 'host.read' }).output(z.object({ opened: z.boolean() })),
  /**
   * Opens a web address that a program in a terminal has written, in the person's browser, after asking the person by
   * a dialog of the system. False when it was not: the person would rather not, or is being asked already. Where pages open addresses by themselves there is
   * nothing to ask for.
   */
  openLink: call({ permission: 'hosts.use' })
    .input(z.object({ address: z.string().max(4000) }))
    .output(z.object({ opened: z.boolean() })),
  relaunch: call({ permission: 'settings.write' }).output(z.object({ relaunching: z.boolean() })),
};
