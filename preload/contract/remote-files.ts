import { z } from 'zod';
import { call } from './meta';
import { taskSchema } from './tasks';

/** What a listing holds at most; a folder with more is cut, and says so. */
export const entriesPerFolder = 5000;
/** Bytes of a text that are shown at most; a longer one is cut, and cannot be edited. */
export const textBytes = 256 * 1024;
/** Bytes of one piece of a dropped file on its way to the machine that Fedwright runs on. */
export const pieceBytes = 192 * 1024;
/** Bytes of a dropped file; larger ones are chosen from the disk instead. */
export const droppedBytes = 4 * 1024 ** 3;

/**
 * An absolute path on a host: its bytes in base64url. A path there need not be text, and what is shown of it
 * may be the same for two files; these bytes never are.
 */
export const remotePathSchema = z
  .string()
  .min(1)
  .max(12_000)
  .regex(/^[\w-]+$/, 'bytes in base64url');

export const entryKinds = ['file', 'folder', 'link', 'other'] as const;

export const remoteEntrySchema = z.object({
  path: remotePathSchema,
  /** For showing: bytes that are no text and characters that steer a terminal are written as `\xNN`. */
  name: z.string(),
  kind: z.enum(entryKinds),
  /** Bytes; of a link, those of its target's name. */
  sizeBytes: z.number(),
  /** Milliseconds since the epoch. */
  modifiedAt: z.number(),
  /** Permission bits, 0 to 0o7777. */
  mode: z.number().int(),
  /** Names as the host gives them, or numbers. */
  owner: z.string(),
  group: z.string(),
});
export type RemoteEntry = z.infer<typeof remoteEntrySchema>;

export const remoteListingSchema = z.object({
  path: remotePathSchema,
  shown: z.string(),
  /** From the root to the folder itself. */
  parts: z.array(z.object({ path: remotePathSchema, name: z.string() })),
  entries: z.array(remoteEntrySchema),
  /** Whether there are more than are listed. */
  cut: z.boolean(),
});
export type RemoteListing = z.infer<typeof remoteListingSchema>;

export const remoteLookSchema = z.object({
  entry: remoteEntrySchema,
  /** Where a link leads, for showing. */
  target: z.string().nullable(),
  content: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('text'),
      text: z.string(),
      encoding: z.enum(['UTF-8', 'UTF-16', 'Latin-1']),
      /** Whether the file goes on after what is shown. */
      cut: z.boolean(),
      /** What it was read as; null when it cannot be edited. */
      version: z
        .object({ sizeBytes: z.number(), modifiedAt: z.number(), sha256: z.string().length(64) })
        .nullable(),
    }),
    z.object({ type: z.literal('picture'), url: z.string() }),
    z.object({ type: z.literal('none'), why: z.string() }),
  ]),
});
export type RemoteLook = z.infer<typeof remoteLookSchema>;

const place = z.object({ hostId: z.string(), path: remotePathSchema });
const name = z.string().min(1).max(255);
const places = z.object({
  hostId: z.string(),
  paths: z.array(remotePathSchema).min(1).max(entriesPerFolder),
});

/** Files on SSH hosts. Nothing here follows a link out of what was named, but `list` and `look` themselves. */
export const remoteFiles = {
  /** One folder: by its path, or as it is typed (`~` and `~/…` are the home folder); the home folder without. */
  list: call({ permission: 'hosts.use' })
    .input(
      z.object({
        hostId: z.string(),
        path: remotePathSchema.nullable().default(null),
        typed: z.string().max(4096).nullable().default(null),
      }),
    )
    .output(remoteListingSchema),
  /** One file with what can be shown of it. A picture comes by its link. */
  look: call({ permission: 'hosts.use' }).input(place).output(remoteLookSchema),
  /**
   * Replaces a text, in UTF-8, if the file still is what `version` says. Written beside it and renamed.
   * @throws CONFLICT when someone changed it meanwhile.
   */
  save: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'path'] } })
    .input(
      place.extend({
        text: z.string().max(textBytes * 2),
        version: z.object({ sizeBytes: z.number(), modifiedAt: z.number(), sha256: z.string().length(64) }),
      }),
    )
    .output(remoteLookSchema),
  makeFolder: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'name'] } })
    .input(place.extend({ name }))
    .output(remoteEntrySchema),
  /** Within its folder. @throws CONFLICT when the name is taken. */
  rename: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'name'] } })
    .input(place.extend({ name }))
    .output(remoteEntrySchema),
  setMode: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'path'] } })
    .input(place.extend({ mode: z.number().int().min(0).max(0o7777) }))
    .output(remoteEntrySchema),
  /** What a removal would take, links counted as files and never followed. */
  count: call({ permission: 'hosts.use' })
    .input(places)
    .output(
      z.object({
        files: z.number().int(),
        folders: z.number().int(),
        bytes: z.number(),
        /** Whether there is more than was counted. */
        cut: z.boolean(),
      }),
    ),
  remove: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'paths'] } })
    .input(places)
    .output(taskSchema),
  /** A link by which a browser saves the file, straight from the host. */
  link: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'path'] } })
    .input(place)
    .output(z.object({ url: z.string(), fileName: z.string() })),
  /** Brings a file to a chosen place of the machine that Fedwright runs on, checked by its hash. */
  download: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'path'] } })
    .input(place.extend({ grantId: z.string() }))
    .output(taskSchema),
  /** A place for the bytes of a dropped file, until they have all come and the upload has begun. */
  beginDrop: call({ permission: 'hosts.use' })
    .input(z.object({ name, sizeBytes: z.number().int().min(0).max(droppedBytes) }))
    .output(z.object({ dropId: z.string() })),
  addToDrop: call({ permission: 'hosts.use' })
    .input(
      z.object({
        dropId: z.string(),
        offset: z.number().int().min(0),
        content: z.base64().max(Math.ceil(pieceBytes / 3) * 4),
      }),
    )
    .output(z.object({ nextOffset: z.number().int() })),
  cancelDrop: call({ permission: 'hosts.use' })
    .input(z.object({ dropId: z.string() }))
    .output(z.object({ dropId: z.string() })),
  /**
   * Sends a file into the folder `path`: one that was chosen, or one that was dropped. What an earlier try has
   * left there is gone on with. @throws CONFLICT when the name is taken and `replace` is not set.
   */
  upload: call({ permission: 'hosts.use', audit: { subject: ['hostId', 'path'] } })
    .input(
      place.extend({
        source: z.discriminatedUnion('from', [
          z.object({ from: z.literal('grant'), grantId: z.string() }),
          z.object({ from: z.literal('drop'), dropId: z.string() }),
        ]),
        replace: z.boolean().default(false),
      }),
    )
    .output(taskSchema),
};
