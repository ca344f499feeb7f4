import { z } from 'zod';
import { AppError, invalid } from '../errors';
import type { Archive } from './archive';

export const manifestName = 'backup.json';
/** The keys that open what is sealed in it, under its passphrase. */
export const keysName = 'keys.txt';
export const storeName = 'fedwright.db';
/** Counts up when an older Fedwright could not restore what a newer one writes. */
const format = 2;

/** Only places that a backup has business in: a name of anything else could lead out of the data directory. */
const filePath =
  /^(fedwright\.db|distributed\/(ca|requests)\/[\w-]{1,64}(\/[^/\\\0]+)+|projects\/[\w-]{1,64}\/runs\/[\w-]{1,64}\/(project\.yml|(state|kits)(\/[^/\\\0]+)+))$/;
const isPlain = (name: string) => name.split('/').every((part) => part !== '.' && part !== '..');

const manifestSchema = z.object({
  format: z.number().int(),
  version: z.string(),
  schema: z.number().int(),
  madeAt: z.number(),
  withKits: z.boolean(),
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      revision: z.number().int(),
      run: z.object({ id: z.string(), number: z.number().int() }).nullable(),
      hasCa: z.boolean(),
    }),
  ),
  files: z.array(
    z.object({ path: z.string().regex(filePath).refine(isPlain), sizeBytes: z.number().int().min(0) }),
  ),
});

/** What a backup says of itself: a text in it beside the files. */
export type Manifest = z.infer<typeof manifestSchema>;

export const toManifestText = (manifest: Omit<Manifest, 'format'>): string =>
  `${JSON.stringify({ format, ...manifest }, null, 1)}\n`;

/**
 * Reads it, and sees to it that the files it names are there in the sizes it names.
 * @throws AppError INVALID for something that is no backup or a damaged one, CONFLICT for a newer version's.
 */
export async function readManifest(archive: Archive): Promise<Manifest> {
  if (!archive.files.has(manifestName))
    throw invalid('This is not a backup of Fedwright.', 'Choose a file that Fedwright has made.');
  const value = parse(await archive.text(manifestName));
  const found = z.object({ format: z.number(), version: z.string() }).safeParse(value);
  if (found.success && found.data.format > format) throw newer(`made by version ${found.data.version}`);
  const manifest = manifestSchema.safeParse(value);
  if (!manifest.success) throw damagedManifest(z.prettifyError(manifest.error));
  const paths = manifest.data.files.map((file) => file.path);
  if (!paths.includes(storeName) || new Set(paths).size !== paths.length)
    throw damagedManifest('its list of files does not hold together');
  for (const file of manifest.data.files)
    if (archive.files.get(file.path)?.sizeBytes !== file.sizeBytes)
      throw damagedManifest(`${file.path} is missing or cut`);
  return manifest.data;
}

export const newer = (details: string): AppError =>
  new AppError('CONFLICT', 'This backup was made by a newer version of Fedwright.', {
    hint: 'Install that version or a later one, and restore it there. Nothing was changed.',
    details,
  });

const damagedManifest = (details: string): AppError =>
  new AppError('INVALID', 'This backup is damaged.', {
    hint: 'Use another one. Nothing was changed.',
    details,
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedManifest(error instanceof Error ? error.message : String(error));
  }
}
