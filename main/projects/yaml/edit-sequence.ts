import { type YAMLSeq, isNode } from 'yaml';
import type { Edit } from './edit-map';
import { NeedsInline, columnOf, contentEnd, isFlow, lineEnd, lineStart } from './layout';
import { type Writable, renderFlow, renderItem } from './render';

/** An item of the list as it shall be: one that is there, by its place, or a new one. */
export type Wanted = { from: number } | { value: Writable };

/**
 * Brings the items of a list into a new order, without some and with others. What stays keeps its text; a
 * comment directly above an entry, or indented deeper than its dash below it, goes where the entry goes.
 */
export function editSequence({ source, splices }: Edit, list: YAMLSeq, wanted: readonly Wanted[]): void {
  const kept = wanted.every((item, index) => 'from' in item && item.from === index);
  if (kept && wanted.length === list.items.length) return;
  if (isFlow(list)) {
    const [from, to] = list.range ?? [0, 0];
    splices.add(from, to, flowItems(source.text, list, wanted));
  } else {
    const chunks = chunksOf(source.text, list);
    splices.add(chunks.from, chunks.to, blockItems(chunks, wanted));
  }
}

function flowItems(text: string, list: YAMLSeq, wanted: readonly Wanted[]): string {
  const items = wanted.map((item) => {
    if ('value' in item) return renderFlow(item.value);
    const node = list.items[item.from];
    return isNode(node) ? text.slice(node.range?.[0] ?? 0, node.range?.[1] ?? 0) : '';
  });
  return `[${items.join(', ')}]`;
}

interface Chunks {
  from: number;
  to: number;
  column: number;
  /** The text of each entry with its comments, up to the next one, ending with a line break. */
  texts: string[];
}

function chunksOf(text: string, list: YAMLSeq): Chunks {
  const dashes = dashesOf(list);
  const [first = 0] = dashes;
  const column = columnOf(text, first);
  if (dashes.some((dash) => text.slice(lineStart(text, dash), dash).trim() !== ''))
    throw new NeedsInline('a list inside a list');
  const ends = list.items.map((item, index) => Math.max(contentEnd(text, item), (dashes[index] ?? 0) + 1));
  const starts = dashes.map((dash, index) => {
    const floor = index === 0 ? keyLineEnd(text, first) : lineEnd(text, ends[index - 1] ?? 0) + 1;
    return commentStart(text, lineStart(text, dash), floor, column);
  });
  const to = tailEnd(text, lineEnd(text, ends.at(-1) ?? first), column);
  const texts = starts.map((start, index) => withLineEnd(text.slice(start, starts[index + 1] ?? to)));
  return { from: starts[0] ?? first, to, column, texts };
}

/** Where the dash of each item is. */
function dashesOf(list: YAMLSeq): number[] {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') throw new NeedsInline('a list that was not read from this text');
  return token.items.flatMap(({ start }) => {
    const dash = start.find(({ type }) => type === 'seq-item-ind');
    return dash ? [dash.offset] : [];
  });
}

/** The start of the nearest line above that is not a comment or blank: the list's own key. */
function keyLineEnd(text: string, dash: number): number {
  let start = lineStart(text, dash);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    const line = text.slice(above, start).trim();
    if (line !== '' && !line.startsWith('#')) return start;
    start = above;
  }
  return 0;
}

/** Goes up from a dash over the comments directly above it that are not indented deeper than it. */
function commentStart(text: string, dashLine: number, floor: number, column: number): number {
  let start = dashLine;
  while (start > floor) {
    const above = lineStart(text, start - 1);
    const line = text.slice(above, start);
    const hash = line.search(/\S/);
    if (line[hash] !== '#' || hash > column || above < floor) return start;
    start = above;
  }
  return start;
}

/** Goes down from the last entry over comments that are indented deeper than its dash. */
function tailEnd(text: string, end: number, column: number): number {
  let known = Math.min(end + 1, text.length);
  for (let at = known; at < text.length; at = lineEnd(text, at) + 1) {
    const line = text.slice(at, lineEnd(text, at));
    const hash = line.search(/\S/);
    if (hash >= 0 && (line[hash] !== '#' || hash <= column)) break;
    if (hash >= 0) known = Math.min(lineEnd(text, at) + 1, text.length);
  }
  return known;
}

const withLineEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

function blockItems({ column, texts }: Chunks, wanted: readonly Wanted[]): string {
  if (wanted.length === 0) return `${' '.repeat(column)}[]\n`;
  const spaced = texts.length > 1 && texts.slice(0, -1).every((text) => /\n[ ]*\n$/.test(text));
  const lines = wanted.map((item, index) => {
    const body = 'value' in item ? `${renderItem(item.value, column)}\n` : (texts[item.from] ?? '');
    if (!spaced) return body;
    // Entries set apart by blank lines stay so, wherever they go.
    return index < wanted.length - 1 ? body.replace(/\n\s*$/, '\n\n') : body.replace(/\n\s*$/, '\n');
  });
  return lines.join('');
}
