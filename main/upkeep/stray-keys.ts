import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inArray } from 'drizzle-orm';
import type { Db } from '../db/open';
import { authorityRows, ownRequestRows } from '../distributed/tables';
import type { Layout } from '../provisioning/layout';
import { taskRows } from '../tasks/tables';

/** What distributed provisioning keeps for one of its rows: a CA, or the key of a request that was made here. */
export interface KeyDirectory {
  kind: (typeof kinds)[number];
  id: string;
  directory: string;
}

const kinds = ['ca', 'requests'] as const;

export const listKeyDirectories = ({ distributed }: Layout): KeyDirectory[] =>
  kinds.flatMap((kind) =>
    namesIn(path.join(distributed, kind)).map((id) => ({
      ...{ kind, id },
      directory: path.join(distributed, kind, id),
    })),
  );

/** Those that the store does not know: from before a backup was restored. */
export function findStrayKeys(db: Pick<Db, 'select'>, layout: Layout): KeyDirectory[] {
  // The names first, then the tasks, then the rows: a task puts its directory in place before it writes the row.
  const found = listKeyDirectories(layout);
  if (found.length === 0) return [];
  const making = idsInTheMaking(db);
  const known = {
    ca: idsOf(db.select({ id: authorityRows.id }).from(authorityRows).all()),
    requests: idsOf(db.select({ id: ownRequestRows.id }).from(ownRequestRows).all()),
  };
  return found.filter(({ kind, id }) => !known[kind].has(id) && !making.has(id));
}

/** Every value that a task under way was given: the id of what it makes is among them. */
const idsInTheMaking = (db: Pick<Db, 'select'>): Set<unknown> =>
  new Set(
    db
      .select({ input: taskRows.input })
      .from(taskRows)
      .where(inArray(taskRows.state, ['queued', 'running']))
      .all()
      .flatMap(({ input }): unknown[] => Object.values(Object(input))),
  );

const idsOf = (rows: { id: string }[]): Set<string> => new Set(rows.map(({ id }) => id));

const namesIn = (directory: string): string[] => (existsSync(directory) ? readdirSync(directory) : []);
