import type { Problem } from '../../../preload/contract/meta';
import { error, quote } from '../problem';
import type { At, Checked, Rule } from './context';

/** Parents of clients and of relays: each exists, and no chain of them comes back to itself. */
export const hierarchyRules: Rule = (project) => {
  if (project.isEdge) return [];
  const { server } = project;
  const names = new Set(project.clients.map(({ entry }) => entry.name));
  const parents = new Map<string, string>();
  const unknown: Problem[] = [];
  for (const { entry, path } of project.clients) {
    if (!entry.parent || entry.parent === server?.name) continue;
    if (names.has(entry.parent)) parents.set(entry.name, entry.parent);
    else unknown.push(unknownParent(path, entry.parent));
  }
  return [
    ...unknown,
    ...checkCycles(project.clients, parents, 'parent'),
    ...checkCycles(project.relays, relayParents(project), 'connect_to.name'),
  ];
};

function relayParents({ relays, relayByName }: Checked): Map<string, string> {
  const parents = new Map<string, string>();
  for (const { entry } of relays) {
    const target = entry.connectTo?.name;
    if (target && relayByName.has(target)) parents.set(entry.name, target);
  }
  return parents;
}

const unknownParent = (path: string, parent: string): Problem =>
  error(
    `${path}.parent`,
    'parent.unknown',
    `There is no site named ${quote(parent)}.`,
    'Give the name of another site, or remove the parent.',
  );

function checkCycles(entries: At[], parents: ReadonlyMap<string, string>, key: string): Problem[] {
  const sound = new Set<string>();
  return entries.flatMap(({ entry, path }) => {
    const chain = new Set<string>();
    let at: string | undefined = entry.name;
    while (at !== undefined && !sound.has(at) && !chain.has(at)) {
      chain.add(at);
      at = parents.get(at);
    }
    if (at === undefined || sound.has(at)) for (const name of chain) sound.add(name);
    // Reported at those who are part of the circle, not at those who merely hang below it.
    return at === entry.name && !sound.has(at) ? [cycle(`${path}.${key}`, [...chain, at])] : [];
  });
}

const cycle = (field: string, names: string[]): Problem =>
  error(
    field,
    'hierarchy.cycle',
    `Here is a circle: ${names.slice(0, 6).join(' → ')}.`,
    'Let one of them connect to the server instead.',
  );
