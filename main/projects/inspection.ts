import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../preload/contract/meta';
import { type ProjectModel, type Validation, projectModelSchema } from '../../preload/contract/projects';
import { invalid } from '../errors';
import { apply } from './document/apply';
import { toLineFeeds, withLineEndsOf } from './document/line-ends';
import type { ProjectDocument, ReadResult } from './document/read';
import { createSourceCache } from './document/source-cache';
import { error, hasErrors } from './problem';
import type { Features } from './validation/context';
import { type FileLook, readHere } from './validation/file-look';
import { unsupportedParts } from './validation/unsupported';
import { validate } from './validation/validate';
import { parseSource, type YamlSource } from './yaml/source';

/** Files that were read lately, so that checking a draft at every key press does not read its file again. */
const remembered = 8;

/** What someone has typed: a model over the stored text, or over another one that was typed in its place. */
export interface Draft {
  model: ProjectModel;
  text?: string | null;
}

/** The text that a draft starts from, with the line ends of the stored one. */
const baseText = (stored: string, { text }: Draft): string =>
  typeof text === 'string' ? withLineEndsOf(stored, toLineFeeds(text)) : stored;

export type CheckedText = Validation & { name: string | null; participants: string[] };

/** The project that a text is for: its NVFlare, its own files and what it may read beside them count. */
export interface Owner {
  /** Null for one that is no project yet: the NVFlare in use is meant. */
  projectId: string | null;
  files: Omit<FileLook, 'read'>;
}

interface Seen {
  result: ReadResult;
  sizes: Problem[];
}

/** Reads texts, and remembers the latest. */
function createReader() {
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

  /** The tree of a text; null when it is no YAML that can be read. */
  function sourceOf(text: string): YamlSource | null {
    const found = readOnce(text);
    if (found.ok) return found.source;
    // It may still be YAML, if no project file.
    const parsed = parseSource(text);
    return parsed.ok ? parsed.source : null;
  }

  return { readOnce, look, open, sourceOf };
}

/**
 * Reads and checks project files against the NVFlare that they are for: a project may have chosen one, and a file
 * that is no project yet is for the one in use.
 */
export function createInspection(features: (projectId: string | null) => Promise<Features>) {
  const { readOnce, look, open, sourceOf } = createReader();
  const judge = (problems: Problem[]): Validation => ({ ok: !hasErrors(problems), problems });
  const checkModel = async (
    project: { model: ProjectModel; rest: ProjectDocument['rest'] },
    owner: Owner | null,
  ) =>
    validate(project, {
      features: await features(owner?.projectId ?? null),
      ...(owner ? { files: { ...owner.files, read: readHere } } : {}),
    });

  /** Everything that is wrong with a file, even with one that cannot be read. */
  async function checkText(text: string, owner: Owner | null): Promise<CheckedText> {
    const { result, sizes } = look(text);
    if (!result.ok) return { ...judge(result.problems), name: null, participants: [] };
    const found = await checkModel(result, owner);
    const participants = result.model.participants.map(({ name }) => name);
    const problems = judge([...sizes, ...result.problems, ...found]);
    return { ...problems, name: result.model.name || null, participants };
  }

  /** Whether the draft says what its text says: then not even what is odd about it is changed. */
  const isAsTyped = (text: string, draft: Draft): boolean =>
    typeof draft.text === 'string' && isDeepStrictEqual(open(text).model, draft.model);

  /** The text that storing a draft stores. @throws AppError INVALID */
  function write(stored: string, draft: Draft): string {
    const text = baseText(stored, draft);
    return isAsTyped(text, draft) ? text : apply(text, draft.model, readOnce);
  }

  return {
    open,
    sourceOf,
    /** As `open`, with null in place of a throw. */
    tryOpen(text: string): ProjectDocument | null {
      const { result, sizes } = look(text);
      return result.ok && sizes.length === 0 ? result : null;
    },
    checkText,
    write,
    /**
     * A draft of a stored file. Values of a wrong type in the file are no matter here, as saving the draft
     * sets them right, unless its text is saved as it was typed.
     */
    async checkDraft(stored: string, draft: Draft, owner: Owner): Promise<Validation> {
      const text = baseText(stored, draft);
      if (isAsTyped(text, draft)) return checkText(text, owner);
      return judge(await checkModel({ model: draft.model, rest: open(text).rest }, owner));
    },
    /** What of a project's file its NVFlare does nothing with. */
    unsupported: async (text: string, projectId: string) =>
      unsupportedParts(open(text), await features(projectId)),
  };
}

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
