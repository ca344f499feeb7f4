import { type Node, Scalar, YAMLMap, YAMLSeq, visit } from 'yaml';
import { renderScalar } from './render';
import { valueOf } from './scalar';
import type { YamlSource } from './source';
import { Splices } from './splices';
import { ExpansionError, follow } from './tree';

const maxInlined = 200_000;

/**
 * Writes out what every alias stands for, in its place: for files whose aliases would break when an entry
 * moves, goes, or changes. Values stay the same for every reader.
 * @throws ExpansionError when that would be too much.
 */
export function inlineAliases(source: YamlSource): string {
  const splices = new Splices();
  let left = maxInlined;
  const render = (node: unknown, depth: number): string => {
    left -= 1;
    if (left < 0 || depth > 50) throw new ExpansionError('aliases too large to be written out');
    const found = follow(source, node);
    if (found instanceof Scalar) return renderOne(found);
    if (found instanceof YAMLSeq) return `[${found.items.map((item) => render(item, depth + 1)).join(', ')}]`;
    if (!(found instanceof YAMLMap)) return 'null';
    const pairs = found.items.map(
      (pair) => `${render(pair.key, depth + 1)}: ${render(pair.value, depth + 1)}`,
    );
    return `{${pairs.join(', ')}}`;
  };
  visit(source.root, {
    Alias(_key, alias: Node) {
      const [from, to] = alias.range ?? [0, 0];
      splices.add(from, to, render(alias, 0));
    },
  });
  return splices.applyTo(source.text);
}

/** What is not text keeps its own words, so that it stays a number, a date or a merge key. */
function renderOne(node: Scalar): string {
  const { kind, value } = valueOf(node);
  if (kind === 'text') return renderScalar(String(value), { flow: true, indent: 0 });
  return node.source === '' || node.source === undefined ? 'null' : node.source;
}
