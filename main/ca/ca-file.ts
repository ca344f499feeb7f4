import { z } from 'zod';
import type { Ca } from '../../preload/contract/ca';
import { invalid } from '../errors';
import { lockBox, openBox } from '../vault/passphrase-box';
import { checkCaState, stateFile } from './ca-state';

const format = { kind: 'fedwright-ca', version: 1, what: 'CA file' };
export const caFileEnd = '.fedwright-ca';
/** A CA of 5000 participants has some 15 MB. */
export const largestFile = 200_000_000;

/** Only names below the state itself. */
const plainName = /^[\w.-]+(\/[\w.-]+)*$/;
const isInside = (name: string) => name.split('/').every((part) => part !== '.' && part !== '..');

const contentSchema = z.object({
  madeAt: z.number(),
  /** Of Fedwright. */
  version: z.string(),
  project: z.object({ name: z.string(), text: z.string() }),
  /** The files of NVFlare's state in base64, by name. */
  state: z.record(z.string().regex(plainName).refine(isInside), z.string()),
});

export interface CaContent {
  madeAt: number;
  version: string;
  project: { name: string; text: string };
  state: ReadonlyMap<string, Buffer>;
}

/** The bytes of a CA file. */
export function writeCaFile({ state, ...about }: CaContent, passphrase: string): Promise<Buffer> {
  const files = Object.fromEntries([...state].map(([name, bytes]) => [name, bytes.toString('base64')]));
  return lockBox({ ...format, passphrase }, Buffer.from(JSON.stringify({ ...about, state: files })));
}

/**
 * Opens a CA file and checks all that is in it.
 * @throws AppError INVALID for another file, another passphrase, or a CA that does not hold together; CONFLICT
 * for a newer version's file.
 */
export async function readCaFile(bytes: Buffer, passphrase: string): Promise<CaContent & { ca: Ca }> {
  const clear = await openBox({ ...format, passphrase }, bytes);
  const content = contentSchema.safeParse(JSON.parse(clear.toString('utf8')));
  if (!content.success)
    throw invalid('This CA file is damaged or was changed.', 'Use another copy of it. Nothing was changed.');
  const { state: files, ...about } = content.data;
  const state = new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'base64')]));
  return { ...about, state, ca: checkCaState((state.get(stateFile) ?? '').toString()) };
}
