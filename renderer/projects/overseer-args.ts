import type { ProjectModel } from '../../preload/contract/projects';
import { parseArgument, showArgument } from './typed-value';

type Args = NonNullable<ProjectModel['overseerAgent']>['args'];

/** One argument as it is typed: its name may be empty or taken for a while. */
export interface ArgRow {
  id: string;
  name: string;
  value: string;
}

/** Rows for the arguments in the file. */
export const toRows = (args: Args): ArgRow[] =>
  Object.entries(args).map(([name, value], index) => ({ id: `${index}`, name, value: showArgument(value) }));

/** The arguments that the rows make: rows without a name are not there yet, of two equal names the last holds. */
export const toArgs = (rows: ArgRow[]): Args =>
  Object.fromEntries(
    rows
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, value }) => [name.trim(), parseArgument(value)]),
  );

/** Whether rows and file agree, whatever the order. */
export const sameArgs = (a: Args, b: Args): boolean => {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && a[name] === b[name]);
};

/** The names that more than one row has. */
export const repeatedNames = (rows: ArgRow[]): ReadonlySet<string> => {
  const names = rows.map(({ name }) => name.trim()).filter((name) => name !== '');
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
};
