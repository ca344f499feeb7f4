import { z } from 'zod';
import { call, type Permission } from './meta';
import { taskSchema } from './tasks';

/** What a listing holds at most; a folder with more is cut, and says so. */
export const entriesPerFolder = 5000;
/** Bytes of a text that are shown at most; a longer one is cut, and cannot be edited. */
export const textBytes = 256 * 1024;
/** Bytes of one piece of a dropped file on its way to the machine that Fedwright runs on. */
export const pieceBytes = 192 * 1024;
/** Bytes of what is dropped at once; more is chosen from the disk instead. */
export const droppedBytes = 4 * 1024 ** 3;
/** Files of a dropped folder. */
export const droppedFiles = 5000;
/** Bytes of a file that is dragged out of a window: it has to be here before the drag begins. */
export const draggedBytes = 32 * 1024 ** 2;

/**
 * An absolute path on a host or in a container: its bytes in base64url. A path there need not be text, and what is shown of it
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
  /** Why there are more than are listed: too many of them, or too much to read through to find them. */
  cut: z.enum(['entries', 'bytes']).nullable(),
  /**
   * Why nothing can be renamed or deleted there, nor permissions be changed: the container does not run, or
   * has no programs for it. Null when all can be done.
   */
  limited: z.enum(['stopped', 'bare']).nullable(),
});
export type RemoteListing = z.infer<typeof remoteListingSchema>;

export const remoteLookSchema = z.object({
  entry: remoteEntrySchema,
  /** Where a link leads, for showing. */
  target: z.string().nullable(),
  /** The folder that a link leads to; null for anything else. */
  targetFolder: remotePathSchema.nullable(),
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

const name = z.string().min(1).max(255);
const version = z.object({ sizeBytes: z.number(), modifiedAt: z.number(), sha256: z.string().length(64) });

/** Both kinds of place have one shape, so that a page needs to know them apart only once. */
function placeOf(kind: 'host' | 'container') {
  const containerId = z
    .string()
    .regex(/^[0-9a-f]{12,64}$/, 'the id of a container')
    .nullable()
    .default(null)
    .refine((id) => (id !== null) === (kind === 'container'), `the files are those of a ${kind}`);
  return z.object({ hostId: z.string().max(100), containerId });
}

/** The calls for the files of hosts, or of containers: the same for both, each with its own permission. */
export function fileCalls(kind: 'host' | 'container', permission: Permission) {
  const where = placeOf(kind);
  const subject = kind === 'host' ? ['hostId'] : ['hostId', 'containerId'];
  return {
    ...looking(where, permission),
    ...changing(where, permission, subject),
    ...takingOut(where, permission, subject),
    ...puttingIn(where, permission, subject),
  };
}

type Where = ReturnType<typeof placeOf>;

const looking = (where: Where, permission: Permission) => ({
  /** One folder: by its path, or as it is typed (`~` and `~/…` are the home folder); the home folder without. */
  list: call({ permission })
    .input(
      where.extend({
        path: remotePathSchema.nullable().default(null),
        typed: z.string().max(4096).nullable().default(null),
      }),
    )
    .output(remoteListingSchema),
  /** One file with what can be shown of it. A picture comes by its link. */
  look: call({ permission })
    .input(where.extend({ path: remotePathSchema }))
    .output(remoteLookSchema),
});

const changing = (where: Where, permission: Permission, subject: string[]) => {
  const place = where.extend({ path: remotePathSchema });
  const places = where.extend({ paths: z.array(remotePathSchema).min(1).max(entriesPerFolder) });
  return {
    /**
     * Replaces a text, in UTF-8, if the file still is what `version` says. Written beside it and renamed.
     * @throws CONFLICT when someone changed it meanwhile.
     */
    save: call({ permission, audit: { subject: [...subject, 'path'] } })
      .input(place.extend({ text: z.string().max(textBytes * 2), version }))
      .output(remoteLookSchema),
    makeFolder: call({ permission, audit: { subject: [...subject, 'name'] } })
      .input(place.extend({ name }))
      .output(remoteEntrySchema),
    /** Within its folder. @throws CONFLICT when the name is taken. */
    rename: call({ permission, audit: { subject: [...subject, 'name'] } })
      .input(place.extend({ name }))
      .output(remoteEntrySchema),
    setMode: call({ permission, audit: { subject: [...subject, 'path'] } })
      .input(place.extend({ mode: z.number().int().min(0).max(0o7777) }))
      .output(remoteEntrySchema),
    /** What a removal would take, links counted as files and never followed. */
    count: call({ permission })
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
    remove: call({ permission, audit: { subject: [...subject, 'paths'] } })
      .input(places)
      .output(taskSchema),
  };
};

const takingOut = (where: Where, permission: Permission, subject: string[]) => {
  const place = where.extend({ path: remotePathSchema });
  const audit = { subject: [...subject, 'path'] };
  return {
    /** A link by which a browser saves the file, straight from its place; a folder comes as a tar. */
    link: call({ permission, audit })
      .input(place)
      .output(z.object({ url: z.string(), fileName: z.string() })),
    /**
     * Brings a file, or a folder as a tar, to a chosen place of the machine that Fedwright runs on; or (`folder`) either
     * under its own name into a chosen folder, where nothing is replaced. What was begun and is cancelled leaves nothing.
     */
    download: call({ permission, audit })
      .input(place.extend({ grantId: z.string(), as: z.enum(['file', 'tar', 'folder']).default('file') }))
      .output(taskSchema),
    /**
     * Gets a file ready to be dragged out, for ten minutes: of a window one of at most `draggedBytes`, by its id;
     * of a browser by a link.
     */
    stage: call({ permission })
      .input(place)
      .output(z.object({ stageId: z.string().nullable(), fileName: z.string(), url: z.string().nullable() })),
    /** Hands a staged file to the operating system's drag. Only for doors with native drag-out. */
    dragOut: call({ permission, audit })
      .input(place.extend({ stageId: z.string() }))
      .output(z.object({ started: z.boolean() })),
  };
};

const puttingIn = (where: Where, permission: Permission, subject: string[]) => ({
  /** A place for the bytes of a dropped file or folder, until they have all come and the upload has begun. */
  beginDrop: call({ permission })
    .input(
      z.object({
        name,
        /** By their names below what was dropped; without any for a dropped file itself. */
        files: z
          .array(
            z.object({
              parts: z.array(name).max(100),
              sizeBytes: z.number().int().min(0).max(droppedBytes),
            }),
          )
          .max(droppedFiles),
        folders: z.array(z.array(name).min(1).max(100)).max(droppedFiles).default([]),
      }),
    )
    .output(z.object({ dropId: z.string() })),
  /** The next piece of one of its files, of which each is sent in order and one after the other. */
  addToDrop: call({ permission })
    .input(
      z.object({
        dropId: z.string(),
        file: z.number().int().min(0).max(droppedFiles).default(0),
        offset: z.number().int().min(0),
        content: z.base64().max(Math.ceil(pieceBytes / 3) * 4),
      }),
    )
    .output(z.object({ nextOffset: z.number().int() })),
  cancelDrop: call({ permission })
    .input(z.object({ dropId: z.string() }))
    .output(z.object({ dropId: z.string() })),
  /**
   * Sends a file or a folder into the folder `path`: one that was chosen, or one that was dropped. What an
   * earlier try has left there is gone on with. @throws CONFLICT when the name is taken and `replace` is not
   * set; a folder is never replaced.
   */
  upload: call({ permission, audit: { subject: [...subject, 'path'] } })
    .input(
      where.extend({
        path: remotePathSchema,
        source: z.discriminatedUnion('from', [
          z.object({ from: z.literal('grant'), grantId: z.string() }),
          z.object({ from: z.literal('drop'), dropId: z.string() }),
        ]),
        replace: z.boolean().default(false),
      }),
    )
    .output(taskSchema),
});
