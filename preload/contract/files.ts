import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './meta';

/** A path that the person chose. Only its id travels back; the path is for showing. */
export const grantSchema = z.object({
  id: z.string(),
  path: z.string(),
  kind: z.enum(['file', 'folder', 'save']),
});
export type Grant = z.infer<typeof grantSchema>;

export const listingSchema = z.object({
  grant: grantSchema,
  canGoUp: z.boolean(),
  writable: z.boolean(),
  entries: z.array(z.object({ name: z.string(), kind: z.enum(['file', 'folder', 'other']) })),
  /** True when the folder has more entries than are listed. */
  cut: z.boolean(),
  /** The file of this folder that a typed path has named; null when it named the folder. */
  named: z.string().nullable(),
});

/** A project file that was opened with Fedwright from outside, such as by a double click. */
export const openedFileSchema = z.object({ fileName: z.string(), text: z.string() });
export type OpenedFile = z.infer<typeof openedFileSchema>;

export const files = {
  /** Opens the dialog of the operating system. Null: the person cancelled. */
  choose: call({ permission: 'files.browse' })
    .input(
      z.object({
        kind: z.enum(['file', 'folder', 'save']),
        title: z.string().max(120),
        suggestedName: z.string().max(255).optional(),
        /** Shows what begins with a dot, such as the folder of SSH keys. */
        hidden: z.boolean().optional(),
      }),
    )
    .output(grantSchema.nullable()),
  /**
   * Lists a folder of the machine that Fedwright runs on, for doors without dialogs. Starts at the home
   * directory; `enter` names one child (or `..`) of the folder granted before, `path` is what a person has typed: of any
   * folder, or of what they want to choose in it. `hidden`: with what begins with a dot.
   */
  browse: call({ permission: 'files.browse' })
    .input(
      z.object({
        from: z.string().nullable().default(null),
        enter: z.string().max(255).nullable().default(null),
        path: z.string().max(4096).nullable().default(null),
        kind: z.enum(['file', 'folder', 'save']).default('folder'),
        hidden: z.boolean().default(false),
      }),
    )
    .output(listingSchema),
  /** Grants a named file of a folder granted before, or a path; a path is taken from the command line only. */
  grant: call({ permission: 'files.browse' })
    .input(
      z.object({
        from: z.string().nullable().default(null),
        name: z.string().max(255).nullable().default(null),
        path: z.string().max(4096).nullable().default(null),
        kind: z.enum(['file', 'folder', 'save']),
      }),
    )
    .output(grantSchema),
  /** Each file that the operating system asks the window to open, given to one page. Silent behind other doors. */
  opened: call({ permission: 'projects.write' }).output(eventIterator(openedFileSchema)),
};
