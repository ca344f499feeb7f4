import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../db/open';
import { createAudit } from './service';

let store: Store;
let folder: string;
const migrations = path.resolve('resources/migrations');
const entry = (action: string) => ({
  actor: 'owner',
  door: 'cli' as const,
  action,
  subject: 'p-1',
  result: 'ok' as const,
  code: null,
  requestId: action,
});

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-audit-'));
  store = await openStore({ data: folder, migrations });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function filled() {
  const audit = createAudit({ db: store.db, log: pino({ enabled: false }) });
  for (let index = 1; index <= 1100; index += 1) audit.record(entry(`projects.save${index}`));
  return audit;
}

it('verifies what it wrote', () => {
  expect(filled().verify()).toMatchObject({ ok: true, rows: 1100, firstBad: null });
});

it.each(['\ud83d', `${'a'.repeat(499)}\ud83d`, '\0', '\ufffe'])(
  'verifies a subject that is no whole text: %j',
  (subject) => {
    const audit = filled();
    audit.record({ ...entry('projects.get'), subject });
    expect(audit.verify()).toMatchObject({ ok: true, rows: 1101 });
  },
);

it.each([
  ['a changed row', sql`update audit set subject = 'p-2' where id = 400`, 400],
  ['a row removed in the middle', sql`delete from audit where id = 1050`, 1051],
  ['rows removed at the end', sql`delete from audit where id > 1098`, 1099],
  ['the first row removed', sql`delete from audit where id = 1`, 2],
  ['every row removed', sql`delete from audit`, 1],
])('finds %s', (_, tamper, firstBad) => {
  const audit = filled();
  store.db.run(tamper);
  expect(audit.verify()).toMatchObject({ ok: false, firstBad });
});

it('finds two rows that changed places', () => {
  const audit = filled();
  store.db.run(sql`update audit set id = -1 where id = 10`);
  store.db.run(sql`update audit set id = 10 where id = 11`);
  store.db.run(sql`update audit set id = 11 where id = -1`);
  expect(audit.verify()).toMatchObject({ ok: false, firstBad: 10 });
});

it('chains the rows of two processes on one store', async () => {
  const other = await openStore({ data: folder, migrations });
  const log = pino({ enabled: false });
  const [a, b] = [createAudit({ db: store.db, log }), createAudit({ db: other.db, log })];
  for (let index = 0; index < 50; index += 1) {
    a.record(entry(`a${index}`));
    b.record(entry(`b${index}`));
  }
  expect(a.verify()).toMatchObject({ ok: true, rows: 100 });
  other.close();
});

it('is not misled by a row that another process writes while it verifies', async () => {
  filled();
  const other = await openStore({ data: folder, migrations });
  const log = pino({ enabled: false });
  const writer = createAudit({ db: other.db, log });
  let selects = 0;
  const db = new Proxy(store.db, {
    get(target, key) {
      // After the head was read, before the rows are.
      if (key === 'select' && ++selects === 2) writer.record(entry('meanwhile'));
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  expect(createAudit({ db, log }).verify()).toMatchObject({ ok: true, rows: 1100 });
  expect(createAudit({ db: store.db, log }).verify()).toMatchObject({ ok: true, rows: 1101 });
  other.close();
});

it('searches with what a person types, wildcards taken as they are', () => {
  const audit = filled();
  expect(audit.list({ limit: 10, before: null, search: 'save1100' }).rows).toHaveLength(1);
  expect(audit.list({ limit: 10, before: null, search: '%' }).matching).toBe(0);
  // What no row has, but what pages call `projects.save`.
  const said = audit.list({
    limit: 10,
    before: null,
    search: 'keep it',
    actions: ['projects.save1100', 'projects.save1099'],
  });
  expect(said.matching).toBe(2);
});
