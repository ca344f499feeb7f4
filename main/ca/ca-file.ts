import { z } from 'zod';
import type { Ca } from '../../preload/contract/ca';
import { projectFileTextSchema } from '../../preload/contract/project-parts';
import { disabledParticipantSchema } from '../../preload/contract/projects';
import { versionSchema } from '../../preload/contract/runtime';
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

/** What a project takes along; files of earlier versions have its name and text only. */
const projectSchema = z.object({
  name: z.string(),
  text: z.string(),
  disabled: z.array(disabledParticipantSchema).default([]),
  nvflareVersion: versionSchema.nullable().default(null),
  files: z.array(projectFileTextSchema).default([]),
});

const contentSchema = z.object({
  madeAt: z.number(),
  /** Of Fedwright. */
  version: z.string(),
  project: projectSchema,
  /** The files of NVFlare's state in base64, by name. */
  state: z.record(z.string().regex(plainName).refine(isInside), z.string()),
});

export interface CaContent {
  madeAt: number;
  version: string;
  project: z.output<typeof projectSchema>;
  state: ReadonlyMap<string, Buffer>;
}

type Packed = Omit<CaContent, 'project'> & { project: z.input<typeof projectSchema> };

/** The bytes of a CA file. */
export function writeCaFile({ state, ...about }: Packed, passphrase: string): Promise<Buffer> {
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
