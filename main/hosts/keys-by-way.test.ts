import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeKey, type Sshd, startSshd } from '../../e2e/servers/sshd';
import { openStore } from '../db/open';
import { addTrusted, openMachines, settingsOf } from './test-machines';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-ways-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(missing)('one address behind two hosts', () => {
  let servers: Sshd[];
  let machines: Awaited<ReturnType<typeof openMachines>>;
  beforeEach(async () => {
    servers = [await startSshd(), await startSshd(), await startSshd()];
    machines = await openMachines();
  });
  afterEach(async () => {
    machines.close();
    for (const sshd of servers) await sshd.end();
  });

  /** The same server behind both, as one machine here cannot have two behind one address. */
  async function behindBoth() {
    const [east, west, inside] = servers as [Sshd, Sshd, Sshd];
    const gates = [
      await addTrusted(machines, east, { name: 'east gate' }),
      await addTrusted(machines, west, { name: 'west gate' }),
    ];
    const ids: string[] = [];
    for (const [index, gate] of gates.entries()) {
      const name = `inside ${index}`;
      const settings = settingsOf(inside, { name, jumpHostId: gate.id });
      ids.push((await machines.hosts.create({ ...settings, keyGrantId: inside.keyFile })).id);
    }
    const [eastern, western] = ids as [string, string];
    return { inside, eastern, western };
  }

  test('a key that is pinned behind one is not taken behind the other', async () => {
    const { hosts } = machines;
    const { inside, eastern, western } = await behindBoth();
    const seen = { fingerprint256: inside.fingerprint256, replace: false, by: 'tester' };
    await hosts.trustKey(eastern, seen);
    expect((await hosts.lookAtKey(eastern)).state).toBe('known');
    const [east] = servers as [Sshd];
    expect(await hosts.lookAtKey(western)).toMatchObject({
      ...{ state: 'new', pinned: null },
      elsewhere: [{ via: `[${east.address}]:${east.port}`, same: true }],
    });
    await expect(hosts.connect(western)).rejects.toMatchObject({ data: { reason: 'host-key-new' } });
    expect((await hosts.connect(eastern)).connection.state).toBe('open');
    await hosts.trustKey(western, seen);
    expect((await hosts.connect(western)).connection.state).toBe('open');
  });

  test('a file that knows no ways pins neither, and what is written names them', async () => {
    const { hosts } = machines;
    const { inside, eastern, western } = await behindBoth();
    const seen = { fingerprint256: inside.fingerprint256, replace: false, by: 'tester' };
    await hosts.trustKey(eastern, seen);
    const file = path.join(folder, 'exported');
    await hosts.imports.exportKnownHosts(file);
    const [, way] = /^\S+ \S+ \S+ (through .+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    const [east, west] = servers as [Sshd, Sshd, Sshd];
    expect(way).toBe(`through [${east.address}]:${east.port}`);

    const preview = hosts.imports.previewKnownHosts(file);
    const name = `[${inside.address}]:${inside.port}`;
    const items = Object.fromEntries(preview.items.map((item) => [item.id, item]));
    expect(items[`${name} ${way}`]).toMatchObject({ hosts: ['inside 0'], action: 'same' });
    expect(items[`${name} through [${west.address}]:${west.port}`]).toMatchObject({
      ...{ hosts: ['inside 1'], action: 'skip', remark: expect.stringContaining('does not say which') },
    });
    const two = ['one', 'two'].map((each) => {
      makeKey(path.join(folder, each), '');
      return `far.example.org ${readFileSync(path.join(folder, `${each}.pub`), 'utf8')}`;
    });
    writeFileSync(path.join(folder, 'two'), two.join(''));
    expect(hosts.imports.previewKnownHosts(path.join(folder, 'two')).items).toMatchObject([
      { id: 'far.example.org', action: 'skip', remark: expect.stringContaining('several keys of one type') },
    ]);
    const ids = Object.keys(items);
    const chosen = { grantId: file, digest: preview.digest, ids };
    expect(hosts.imports.importKnownHosts(chosen, 'tester')).toEqual({ pinned: 0 });
    expect((await hosts.lookAtKey(western)).state).toBe('new');
  });
});

test('what was pinned before ways were told apart holds on the ways of the hosts that are there', async () => {
  const older = path.join(folder, 'older');
  cpSync('resources/migrations', older, { recursive: true });
  const journal = path.join(older, 'meta', '_journal.json');
  const { entries, ...head } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] };
  const count = entries.findIndex(({ tag }) => tag === '0018_keys_by_way');
  writeFileSync(journal, JSON.stringify({ ...head, entries: entries.slice(0, count) }));
  const data = path.join(folder, 'data');
  const before = await openStore({ data, migrations: older });
  const { file } = before;
  before.close();

  const filling = new Database(file);
  const addHost = filling.prepare(
    `insert into hosts (id, name, kind, address, port, username, auth, jump_host_id, group_name, labels, notes,
      docker_socket, has_password, has_passphrase, created_at, updated_at)
     values (@id, @id, 'ssh', @address, @port, 'user', 'agent', @jump, '', '[]', '', '', 0, 0, 1, 1)`,
  );
  const hosts: [id: string, address: string, port: number, jump: string | null][] = [
    ['gate', 'Gate.example.org', 22, null],
    ['middle', '10.0.0.1', 2222, 'gate'],
    ['deep', '10.0.0.5', 22, 'middle'],
    ['near', '10.0.0.5', 22, 'gate'],
    ['near again', '10.0.0.5', 22, 'gate'],
  ];
  for (const [id, address, port, jump] of hosts) addHost.run({ id, address, port, jump });
  const pin = filling.prepare(
    `insert into host_keys values (?, ?, 'ssh-ed25519', ?, 'SHA256:x', 7, 'tester')`,
  );
  pin.run('gate.example.org', 22, 'gate');
  pin.run('10.0.0.1', 2222, 'middle');
  pin.run('10.0.0.5', 22, 'five');
  pin.run('gone.example.org', 22, 'gone');
  filling.close();

  const store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  store.close();
  const after = new Database(file, { readonly: true });
  const rows = after.prepare('select address, port, via, key, pinned_at from host_keys order by 1, 3').all();
  after.close();
  expect(rows).toEqual([
    { address: '10.0.0.1', port: 2222, via: 'gate.example.org', key: 'middle', pinned_at: 7 },
    { address: '10.0.0.5', port: 22, via: 'gate.example.org', key: 'five', pinned_at: 7 },
    { address: '10.0.0.5', port: 22, via: 'gate.example.org,[10.0.0.1]:2222', key: 'five', pinned_at: 7 },
    { address: 'gate.example.org', port: 22, via: '', key: 'gate', pinned_at: 7 },
    { address: 'gone.example.org', port: 22, via: '', key: 'gone', pinned_at: 7 },
  ]);
});
