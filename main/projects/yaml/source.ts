import { type Alias, LineCounter, type Node, YAMLMap, isScalar, parseAllDocuments } from 'yaml';
import type { Problem } from '../../../preload/contract/meta';
import { error } from '../problem';
import { lintText, lintTree } from './lint';
import { placeOf } from './place';

/** Characters of the largest file that is read. */
export const maxLength = 4_000_000;

/** A YAML file that PyYAML reads as well, with the place of every node in its text. */
export interface YamlSource {
  text: string;
  root: YAMLMap;
  /** What an alias stands for. */
  targets: ReadonlyMap<Alias, Node>;
}

export type ParsedSource = { ok: true; source: YamlSource } | { ok: false; problems: Problem[] };

/**
 * Reads the text of a YAML file whose root is a mapping. Nothing is resolved to numbers or booleans here:
 * `valueOf` does that, by the rules of PyYAML. Never throws; problems name line and column.
 */
export function parseSource(text: string): ParsedSource {
  if (text.length > maxLength) return failed(tooLarge());
  try {
    return parse(text);
  } catch (thrown) {
    if (thrown instanceof RangeError) return failed(tooDeep());
    throw thrown;
  }
}

function parse(text: string): ParsedSource {
  const before = lintText(text);
  if (before.length > 0) return failed(...before);
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    keepSourceTokens: true,
    lineCounter,
    logLevel: 'silent',
    prettyErrors: false,
    // Checked by `lintTree` instead: the library compares every pair of keys.
    uniqueKeys: false,
  });
  const [document] = documents;
  const problems = documents.flatMap((each) => each.errors).map((each) => syntaxProblem(each, lineCounter));
  if (problems.length > 0) return failed(...problems.slice(0, 20));
  if (!document || !('contents' in document) || isEmpty(document.contents)) return failed(empty());
  if (documents.length > 1) return failed(severalDocuments(lineCounter, documents[1]?.contents));
  const root: unknown = document.contents;
  if (!(root instanceof YAMLMap)) return failed(notAMapping());
  const tree = lintTree(root, lineCounter);
  if (tree.problems.length > 0) return failed(...tree.problems.slice(0, 20));
  return { ok: true, source: { text, root, targets: tree.targets } };
}

const failed = (...problems: Problem[]): ParsedSource => ({ ok: false, problems });

const isEmpty = (contents: unknown): boolean =>
  contents === null || (isScalar(contents) && contents.source === '' && contents.type === 'PLAIN');

function syntaxProblem(thrown: { pos: [number, number]; message: string }, counter: LineCounter): Problem {
  const { field, words } = placeOf(counter, thrown.pos[0]);
  const reason = thrown.message.replace(/\s+at line \d+, column \d+[\s\S]*$/, '');
  return error(
    field,
    'yaml.syntax',
    `${words}: this is not valid YAML. ${reason}.`,
    'Correct this place in a text editor. Indentation is made of spaces, and lines of one list start in one column.',
  );
}

const tooLarge = (): Problem =>
  error(
    '',
    'yaml.size',
    `The file is larger than ${maxLength.toLocaleString('en')} characters.`,
    'Choose a project.yml. Even one with a thousand sites has about 200,000 characters.',
  );

const tooDeep = (): Problem =>
  error('', 'yaml.depth', 'The file is nested too deeply to be read.', 'Choose a project.yml.');

const empty = (): Problem =>
  error('', 'yaml.empty', 'The file is empty.', 'Choose a project.yml, or start from a template.');

const notAMapping = (): Problem =>
  error(
    '',
    'yaml.root',
    'The file holds no mapping of keys to values, so it is no project.yml.',
    'A project.yml starts with lines such as "api_version: 3" and "name: my_project".',
  );

function severalDocuments(counter: LineCounter, second: Node | null | undefined): Problem {
  const { field, words } = placeOf(counter, second?.range?.[0] ?? 0);
  return error(
    field,
    'yaml.documents',
    `${words}: a second YAML document starts here. NVFlare reads files with one document only.`,
    'Remove the line "---" and what follows, or split the file.',
  );
}
