import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from './open';

const migrations = path.resolve('resources/migrations');
const journalOf = (folder: string) => path.join(folder, 'meta', '_journal.json');
const { entries, ...head } = JSON.parse(readFileSync(journalOf(migrations), 'utf8')) as {
  entries: { idx: number }[];
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-migrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Column {
  name: string;
  type: string;
  notnull: number;
  dflt_value: string | null;
  pk: number;
}

/** Puts a row into each table, with only what it must have: keys are all `x`, so that they fit to each other. */
function fillTables(store: Database.Database): Map<string, unknown> {
  const rows = new Map<string, unknown>();
  store.pragma('foreign_keys = off');
  for (const name of tablesOf(store)) {
    const columns = (store.pragma(`table_info(${name})`) as Column[]).filter(
      ({ notnull, dflt_value: byDefault, pk }) => pk > 0 || (notnull === 1 && byDefault === null),
    );
    const values = columns.map(({ type }) => (type === 'text' ? 'x' : 1));
    const names = columns.map((column) => `"${column.name}"`);
    const places = names.map(() => '?').join(', ');
    store.prepare(`insert into ${name} (${names.join(', ')}) values (${places})`).run(...values);
    rows.set(name, store.prepare(`select * from ${name} where rowid = last_insert_rowid()`).get());
  }
  return rows;
}

const tablesOf = (store: Database.Database): string[] =>
  store
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\'`,
    )
    .pluck()
    .all() as string[];

it.each(entries.map((_, index) => index).slice(1))(
  'what was stored by the version of %i migrations is there after all that came since',
  async (count) => {
    const older = path.join(folder, 'older');
    cpSync(migrations, older, { recursive: true });
    writeFileSync(journalOf(older), JSON.stringify({ ...head, entries: entries.slice(0, count) }));
    const data = path.join(folder, 'data');
    const before = await openStore({ data, migrations: older });
    const { file } = before;
    before.close();
    const filling = new Database(file);
    const rows = fillTables(filling);
    filling.close();

    const store = await openStore({ data, migrations });
    expect(store.schemaVersion()).toBe(entries.length);
    expect(store.check()).toBe('ok');
    store.close();
    const after = new Database(file, { readonly: true });
    expect(after.pragma('foreign_key_check')).toEqual([]);
    for (const [name, row] of rows) {
      const found = after.prepare(`select * from ${name}`).all();
      expect(found, name).toContainEqual(expect.objectContaining(row as object));
    }
    after.close();
  },
);
