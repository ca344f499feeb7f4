import { error } from '../problem';
import type { Problem } from '../../../preload/contract/meta';
import { type Json, isMap } from '../yaml/tree';
import type { Rule } from './context';

/** NVFlare replaces the key `include` by another file's content. A project here is one file. */
export const includeRules: Rule = ({ root, rest, model }) => [
  ...find('', root),
  ...model.participants.flatMap(({ key }, index) =>
    find(`participants[${index}]`, rest.participants.get(key) ?? {}),
  ),
];

function find(path: string, value: Json): Problem[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => find(`${path}[${index}]`, item));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const field = path === '' ? key : `${path}.${key}`;
    return key === 'include' ? [unresolved(field)] : find(field, inner);
  });
}

const unresolved = (field: string): Problem =>
  error(
    field,
    'include.unresolved',
    'This includes another file, and a project in Fedwright is one file.',
    'Put the content of that file in the place of this line, and import the project again.',
  );
