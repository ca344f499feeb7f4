import {
  type Alias,
  CST,
  Lexer,
  type LineCounter,
  type Node,
  type YAMLMap,
  isCollection,
  isScalar,
  visit,
} from 'yaml';
import type { Problem } from '../../../preload/contract/meta';
import { error, quote } from '../problem';
import { type Place, placeIn, placeOf } from './place';
import { valueOf } from './scalar';

/** Steps from the root, of which a key and its value are two. PyYAML itself gives up at about 300. */
const maxSteps = 120;
/** All that PyYAML's reader takes, without the line breaks that only YAML 1.1 knows and byte order marks. */
const unreadable = /[^\t\n\r -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const knownTags = new Set(['str', 'int', 'float', 'bool', 'null', 'timestamp', 'map', 'seq']);

/** Finds what YAML 1.2 allows in a text and PyYAML refuses: control characters, and tabs between tokens. */
export function lintText(text: string): Problem[] {
  const bad = unreadable.exec(text);
  if (bad) return [unreadableCharacter(text, bad.index)];
  const tab = text.includes('\t') ? findTab(text) : -1;
  return tab < 0 ? [] : [tabProblem(placeIn(text, tab))];
}

/** The offset of the first tab outside quotes, comments and block texts; -1 when there is none. */
function findTab(text: string): number {
  let offset = 0;
  let block = false;
  let content: 'plain' | 'block' | null = null;
  for (const token of new Lexer().lex(text)) {
    if (token === CST.DOCUMENT || token === CST.FLOW_END) continue;
    if (token === CST.SCALAR) {
      content = block ? 'block' : 'plain';
      block = false;
      continue;
    }
    const type: string = content ?? CST.tokenType(token) ?? 'plain';
    content = null;
    block ||= type === 'block-scalar-header';
    const at = tabsAllowed.has(type) ? -1 : token.indexOf('\t');
    if (at >= 0) return offset + at;
    offset += token.length;
  }
  return -1;
}

const tabsAllowed = new Set(['block', 'comment', 'single-quoted-scalar', 'double-quoted-scalar']);

/** Finds duplicate keys, unknown tags and aliases, and notes what each alias stands for. */
export function lintTree(
  root: YAMLMap,
  counter: LineCounter,
): { problems: Problem[]; targets: Map<Alias, Node> } {
  const problems: Problem[] = [];
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  const at = (node: Node) => placeOf(counter, node.range?.[0] ?? 0);
  const enter = (node: Node & { anchor?: string; tag?: string }, steps: number) => {
    if (steps > maxSteps) throw new RangeError('nested too deeply');
    if (node.anchor) anchors.set(node.anchor, node);
    if (node.anchor && !/^[A-Za-z0-9_-]+$/.test(node.anchor)) problems.push(badAnchor(at(node), node.anchor));
    if (node.tag && !isKnownTag(node.tag)) problems.push(unknownTag(at(node), node.tag));
  };
  visit(root, {
    Scalar(_key, node, path) {
      enter(node, path.length);
      if (node.type === 'PLAIN' && node.source?.includes('?') && path.some(isFlowCollection))
        problems.push(questionMark(at(node)));
    },
    Seq: (_key, node, path) => enter(node, path.length),
    Map(_key, node, path) {
      enter(node, path.length);
      problems.push(...lintKeys(node, at));
    },
    Alias(_key, alias) {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
      else problems.push(unknownAlias(at(alias), alias.source));
    },
  });
  return { problems, targets };
}

const isFlowCollection = (node: unknown): boolean => isCollection(node) && node.flow === true;

const isKnownTag = (tag: string): boolean =>
  tag.startsWith('tag:yaml.org,2002:') && knownTags.has(tag.slice(18));

function lintKeys(map: YAMLMap, at: (node: Node) => Place): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { key } of map.items) {
    // PyYAML takes no ": value" without a key.
    if (!isScalar(key) || (key.type === 'PLAIN' && key.source === '')) {
      problems.push(badKey(at(map)));
      continue;
    }
    const { kind, value } = valueOf(key);
    const id = `${kind} ${String(value)}`;
    if (seen.has(id) && kind !== 'merge') problems.push(duplicateKey(at(key), String(value)));
    seen.add(id);
  }
  return problems;
}

function unreadableCharacter(text: string, offset: number): Problem {
  const { field, words } = placeIn(text, offset);
  const code = (text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return error(
    field,
    'yaml.character',
    `${words}: the character U+${code} cannot stand in a YAML file.`,
    'Remove it in a text editor. If many are reported, the file is not plain UTF-8 text.',
  );
}

const tabProblem = ({ field, words }: Place): Problem =>
  error(
    field,
    'yaml.tab',
    `${words}: a tab stands where YAML wants spaces. NVFlare refuses the file.`,
    'Replace the tab with spaces.',
  );

const duplicateKey = ({ field, words }: Place, key: string): Problem =>
  error(
    field,
    'yaml.duplicate-key',
    `${words}: the key ${quote(key)} is already set above. NVFlare would silently take the last one.`,
    'Keep one of the two.',
  );

const badKey = ({ field, words }: Place): Problem =>
  error(field, 'yaml.key', `${words}: a key here is not a plain text.`, 'Write keys as plain words.');

const badAnchor = ({ field, words }: Place, name: string): Problem =>
  error(
    field,
    'yaml.alias',
    `${words}: NVFlare does not read the mark &${name}.`,
    'Use letters, digits, hyphens and underscores for it.',
  );

const questionMark = ({ field, words }: Place): Problem =>
  error(
    field,
    'yaml.syntax',
    `${words}: NVFlare does not read a question mark here.`,
    'Put the text with the question mark in quotes.',
  );

const unknownAlias = ({ field, words }: Place, name: string): Problem =>
  error(
    field,
    'yaml.alias',
    `${words}: nothing above is marked with &${name}.`,
    'Write the value itself, or mark the one that is meant.',
  );

const unknownTag = ({ field, words }: Place, tag: string): Problem =>
  error(field, 'yaml.tag', `${words}: NVFlare does not read the tag ${quote(tag)}.`, 'Remove the tag.');
