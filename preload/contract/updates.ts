import { z } from 'zod';
import { call } from './meta';

/** How the app stands to its update feed. */
export const updateStateSchema = z.object({
  phase: z.enum(['unknown', 'checking', 'current', 'available', 'downloading', 'downloaded', 'failed']),
  /** The version that is offered; null unless there is one. */
  version: z.string().nullable(),
  /** 0 to 1, while it is downloaded. */
  progress: z.number().nullable(),
  /** Why the last attempt failed; empty otherwise. */
  message: z.string(),
  checkedAt: z.number().nullable(),
  /** The person agreed: it is installed when the app is quit. */
  atQuit: z.boolean(),
});
export type UpdateState = z.infer<typeof updateStateSchema>;

/** Only where `host.describe` says that there are updates: an installed app whose packages name a feed. */
export const updates = {
  state: call({ permission: 'host.read' }).output(updateStateSchema),
  /** Asks the feed now. Nothing is downloaded. */
  check: call({ permission: 'settings.write' }).output(updateStateSchema),
  /** Begins to download what `check` found; `state` says how far it is. */
  download: call({ permission: 'settings.write', audit: { subject: 'version' } }).output(updateStateSchema),
  /** Whether a downloaded update is installed when the app is quit. */
  installAtQuit: call({ permission: 'settings.write', audit: { subject: 'version' } })
    .input(z.object({ atQuit: z.boolean() }))
    .output(updateStateSchema),
};
