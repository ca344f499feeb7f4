import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../db/open';
import { withFile } from './store-file';

/** What an installation has besides projects. */
export interface Holding {
  kind: 'authority' | 'request' | 'workspace' | 'template';
  id: string;
  name: string;
  /** Differs once something has happened to it. */
  state: string;
}

const rowsSchema = z.array(z.object({ id: z.string(), name: z.string(), state: z.string() }));

// Plain SQL, as the store of a backup may be of an older schema: these columns never change.
const queries: { kind: Holding['kind']; table: string; query: string }[] = [
  {
    kind: 'authority',
    table: 'distributed_authorities',
    query: `select id, name, (
      select count(*) || ' ' || count(decided_at) from distributed_incoming incoming
      where incoming.authority_id = distributed_authorities.id) as state
      from distributed_authorities order by name`,
  },
  {
    kind: 'request',
    table: 'distributed_requests',
    query: "select id, name || ' of ' || project as name, state from distributed_requests order by name",
  },
  {
    kind: 'workspace',
    table: 'workspaces',
    query: "select id, name, '' as state from workspaces order by name",
  },
  {
    kind: 'template',
    table: 'templates',
    query: "select id, title as name, updated_at || '' as state from templates order by title",
  },
];

const hasTable = (table: string): string =>
  `select name as id, name, '' as state from sqlite_master where type = 'table' and name = '${table}'`;

function collect(all: (query: string) => unknown): Holding[] {
  const rows = (query: string) => rowsSchema.parse(all(query));
  return queries.flatMap(({ kind, table, query }) =>
    rows(hasTable(table)).length === 0 ? [] : rows(query).map((row) => ({ kind, ...row })),
  );
}

/** Of the store that is open. */
export const readHoldings = (db: Db): Holding[] => collect((query) => db.all(sql.raw(query)));

/** Of a store that is a file by itself, such as a copy. */
export const readHoldingsOf = (file: string): Holding[] =>
  withFile(file, (sqlite) => collect((query) => sqlite.prepare(query).all()));
