import { existsSync } from 'node:fs';
import type { Problem } from '../../preload/contract/meta';
import { type ProjectModel, type Validation, projectModelSchema } from '../../preload/contract/projects';
import { invalid } from '../errors';
import { apply } from './document/apply';
import type { ProjectDocument, ReadResult } from './document/read';
import { createSourceCache } from './document/source-cache';
import { error, hasErrors } from './problem';
import type { Features } from './validation/context';
import { unsupportedParts } from './validation/unsupported';
import { validate } from './validation/validate';

/** Files that were read lately, so that checking a draft at every key press does not read its file again. */
const remembered = 8;

interface Seen {
  result: ReadResult;
  sizes: Problem[];
}

/** Reads and checks project files against the NVFlare in use. */
export function createInspection(features: () => Promise<Features>) {
  const cache = new Map<string, Seen>();
  const readOnce = createSourceCache();

  /** Without the tree of the text, which is large and which only changing the text needs. */
  function readHere(text: string): ReadResult {
    const found = readOnce(text);
    return found.ok ? { ok: true, ...found.document } : found;
  }

  /** Reads a text, or remembers what it read. */
  function look(text: string): Seen {
    const known = cache.get(text);
    if (known) return known;
    const result = readHere(text);
    const seen = { result, sizes: result.ok ? sizeProblems(result.model) : [] };
    cache.set(text, seen);
    const [oldest] = cache.keys();
    if (cache.size > remembered && oldest !== undefined) cache.delete(oldest);
    return seen;
  }

  /** @throws AppError INVALID with line numbers when the text is no project file. */
  function open(text: string): ProjectDocument {
    const { result, sizes } = look(text);
    if (result.ok && sizes.length === 0) return result;
    throw invalid(
      'This is not a project file that can be read.',
      'Correct what is listed in a text editor, then import the file again.',
      result.ok ? sizes : result.problems,
    );
  }

  const judge = (problems: Problem[]): Validation => ({ ok: !hasErrors(problems), problems });
  const checkModel = async (project: { model: ProjectModel; rest: ProjectDocument['rest'] }) =>
    validate(project, { features: await features(), fileExists: fileExistsHere });

  return {
    open,
    /** The text with the model written into it. @throws AppError INVALID as `apply` does. */
    write: (text: string, model: ProjectModel): string => apply(text, model, readOnce),
    /** Everything that is wrong with a file, even with one that cannot be read. */
    async checkText(text: string): Promise<Validation & { name: string | null; participants: string[] }> {
      const { result, sizes } = look(text);
      if (!result.ok) return { ...judge(result.problems), name: null, participants: [] };
      const found = await checkModel(result);
      const participants = result.model.participants.map(({ name }) => name);
      const problems = judge([...sizes, ...result.problems, ...found]);
      return { ...problems, name: result.model.name || null, participants };
    },
    /**
     * A draft of a stored file. Values of a wrong type in the file are no matter here, as saving the draft
     * sets them right.
     */
    checkDraft: async (text: string, model: ProjectModel): Promise<Validation> =>
      judge(await checkModel({ model, rest: open(text).rest })),
    /** What of a file the NVFlare in use does nothing with. */
    unsupported: async (text: string) => unsupportedParts(open(text), await features()),
  };
}

/**
 * Below Windows, a path of the Linux inside WSL cannot be looked at from here. A path on another machine is not
 * looked at: Windows would sign in there, and anyone may have written the file that names it.
 */
const fileExistsHere = (file: string): boolean =>
  (process.platform === 'win32' && /^(?:\/|[\\/]{2})/.test(file)) || existsSync(file);

/** Texts and lists that are longer than the forms and the wire take. */
function sizeProblems(model: ProjectModel): Problem[] {
  const { error: found } = projectModelSchema.safeParse(model);
  return (found?.issues ?? [])
    .slice(0, 20)
    .map(({ path, message }) =>
      error(
        toField(path),
        'size.limit',
        `This is longer than Fedwright takes: ${message}.`,
        'Shorten it. A name has at most 300 characters, a text 2000, and a project 5000 participants.',
      ),
    );
}

const toField = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('');
