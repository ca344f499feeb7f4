import type { Problem } from '../../../preload/contract/meta';
import { error, quote, warning } from '../problem';
import { type Json, type JsonMap, isMap } from '../yaml/tree';
import type { Checked, Rule } from './context';

const limits = { depth: [1, 5], width: [2, 9], clients: [2, 9] } as const;

/**
 * The section `edge`, with which NVFlare makes up server, relays and clients by itself. Outside its limits it
 * prints a line, makes nothing and reports success. Source: lighter/tree_prov.py.
 */
export const edgeRules: Rule = (project) => {
  const { edge } = project.root;
  if (edge === undefined || edge === null || (isMap(edge) && !project.isEdge)) return [];
  if (!isMap(edge))
    return [error('edge', 'edge.form', 'The value of edge is no mapping.', 'Give depth, width and clients.')];
  return [
    ...Object.entries(limits).flatMap(([key, [from, to]]) => checkLimit(edge, key, from, to)),
    ...checkTotal(edge),
    ...checkOutput(edge),
    ...checkIgnored(project),
  ];
};

function checkLimit(edge: JsonMap, key: string, from: number, to: number): Problem[] {
  const value = edge[key];
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return [];
  const message =
    value === undefined ? `The key ${key} is missing.` : `${quote(value)} is outside ${from} to ${to}.`;
  return [error(`edge.${key}`, 'edge.limit', message, `Give a whole number from ${from} to ${to}.`)];
}

/** A relay tree of `width` children to `depth` levels; each relay has a client, each last one `clients` more. */
function checkTotal(edge: JsonMap): Problem[] {
  const { depth, width, clients, max_sites: most } = edge;
  if (typeof depth !== 'number' || typeof width !== 'number' || typeof clients !== 'number') return [];
  if (typeof most !== 'number' || most === 0 || depth > 5 || width > 9) return [];
  const leaves = width ** depth;
  let relays = 0;
  for (let level = 1; level <= depth; level += 1) relays += width ** level;
  const inner = edge['lcp_only'] ? 0 : relays;
  const total = 1 + relays + inner + leaves * clients;
  if (total <= most) return [];
  return [
    error(
      'edge.max_sites',
      'edge.total',
      `The tree has about ${total} sites, more than max_sites allows. NVFlare would make nothing.`,
      'Raise max_sites, or lower depth, width or clients.',
    ),
  ];
}

function checkOutput(edge: JsonMap): Problem[] {
  const problems: Problem[] = [];
  if (isTrue(edge['analyze']))
    problems.push(
      error(
        'edge.analyze',
        'edge.analyze',
        'With analyze, NVFlare counts sites and makes no kits.',
        'Set it to false.',
      ),
    );
  const root = edge['root_dir'];
  if (root !== '.' && root !== undefined)
    problems.push(
      error(
        'edge.root_dir',
        'edge.root-dir',
        'NVFlare would put the kits into a directory where Fedwright does not look.',
        'Set root_dir to a single dot.',
      ),
    );
  return problems;
}

const isTrue = (value: Json | undefined): boolean =>
  value === true || (typeof value === 'number' && value !== 0);

function checkIgnored({ all, model }: Checked): Problem[] {
  const problems = all
    .filter(({ entry }) => entry.type !== 'admin')
    .map(({ path, entry }) =>
      warning(
        `${path}.type`,
        'edge.ignored',
        `NVFlare ignores ${quote(entry.name)}: in an edge project it makes server, relays and clients by itself.`,
        'Remove it, or remove the section edge.',
      ),
    );
  if (!model.connectionSecurity)
    problems.push(
      warning(
        'connection_security',
        'edge.security',
        'The relays of an edge project get no connection security towards the server unless the project has one.',
        'Set the connection security of the whole project.',
      ),
    );
  return problems;
}
