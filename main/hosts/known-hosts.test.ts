import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { isHashOf, readKnownHosts } from './known-hosts';
import { openMachines, settingsOf } from './test-machines';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const other = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';

describe.skipIf(missing)('keys of a known_hosts file', () => {
  let sshd: Sshd;
  let folder: string;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  beforeEach(async () => {
    sshd = await startSshd();
    machines = await openMachines();
    folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-known-'));
  });
  afterEach(async () => {
    machines.close();
    await sshd.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const scanned = (): string => {
    const args = ['-t', 'ed25519', '-p', String(sshd.port), sshd.address];
    return spawnSync('ssh-keyscan', args, { encoding: 'utf8' }).stdout.trim();
  };
  const fileWith = (...lines: string[]): string => {
    const file = path.join(folder, 'known_hosts');
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  };
  const add = () => machines.hosts.create({ ...settingsOf(sshd), keyGrantId: sshd.keyFile });

  test('hashed by ssh-keygen, they are found by the addresses of hosts, and open the host without a question', async () => {
    const { imports } = machines.hosts;
    const { id } = await add();
    const file = fileWith(scanned());
    expect(spawnSync('ssh-keygen', ['-H', '-f', file]).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^\|1\|/);
    const preview = imports.previewKnownHosts(file);
    expect(preview.items).toMatchObject([
      { hosts: ['north'], action: 'pin', type: 'ssh-ed25519', fingerprint256: sshd.fingerprint256 },
    ]);
    const ids = preview.items.map((item) => item.id);
    expect(imports.importKnownHosts({ grantId: file, digest: preview.digest, ids }, 'tester')).toEqual({
      pinned: 1,
    });
    expect((await machines.hosts.connect(id)).connection.state).toBe('open');
    expect(imports.previewKnownHosts(file).items).toMatchObject([{ action: 'same' }]);
  });

  test('a pinned key is never replaced, and what is revoked or an authority is said', async () => {
    const { imports } = machines.hosts;
    const { id } = await add();
    await machines.hosts.trustKey(id, { fingerprint256: sshd.fingerprint256, replace: false, by: 'tester' });
    const name = `[${sshd.address}]:${sshd.port}`;
    const file = fileWith(
      `${name} ssh-ed25519 ${other}`,
      `bad.example.org ssh-ed25519 ${other.replace('OMq', 'OMr')}`,
      `@revoked * ssh-ed25519 ${other.replace('OMq', 'OMr')}`,
      `@cert-authority *.example.org ssh-ed25519 ${other}`,
      `*.example.org ssh-ed25519 ${other}`,
      '|1|c2FsdHNhbHRzYWx0c2FsdHM=|aGFzaGhhc2hoYXNoaGFzaGg= ssh-ed25519 ' + other,
      'a line of another kind',
    );
    const preview = imports.previewKnownHosts(file);
    const actions = Object.fromEntries(preview.items.map((item) => [item.id, item.action]));
    expect(actions).toEqual({ [name]: 'conflict', 'bad.example.org': 'skip' });
    for (const words of ['@cert-authority', '@revoked', 'hashed name', 'pattern', 'could not be read'])
      expect(preview.remarks.join('\n')).toContain(words);
    const chosen = { grantId: file, digest: preview.digest, ids: Object.keys(actions) };
    expect(imports.importKnownHosts(chosen, 'tester')).toEqual({ pinned: 0 });
    expect((await machines.hosts.lookAtKey(id)).state).toBe('known');
  });

  test('a server with several keys is asked for the one that is pinned', async () => {
    const rsa = path.join(folder, 'rsa');
    spawnSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '3072', '-N', '', '-f', rsa]);
    const both = await startSshd([`HostKey ${rsa}`]);
    try {
      const [type, key] = readFileSync(`${rsa}.pub`, 'utf8').split(' ');
      const { imports } = machines.hosts;
      const { id } = await machines.hosts.create({ ...settingsOf(both), keyGrantId: both.keyFile });
      const file = fileWith(`[${both.address}]:${both.port} ${type} ${key}`);
      const preview = imports.previewKnownHosts(file);
      const ids = preview.items.map((item) => item.id);
      imports.importKnownHosts({ grantId: file, digest: preview.digest, ids }, 'tester');
      expect((await machines.hosts.connect(id)).connection.state).toBe('open');
    } finally {
      await both.end();
    }
  });

  test('OpenSSH takes what is exported, with StrictHostKeyChecking', async () => {
    const { id } = await add();
    const file = path.join(folder, 'exported');
    await expect(machines.hosts.imports.exportKnownHosts(file)).rejects.toThrow('No key is pinned');
    await machines.hosts.trustKey(id, { fingerprint256: sshd.fingerprint256, replace: false, by: 'tester' });
    expect(await machines.hosts.imports.exportKnownHosts(file)).toEqual({ savedTo: file, keys: 1 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const ssh = (knownHosts: string) =>
      spawnSync(
        'ssh',
        [
          ...['-F', 'none', '-i', sshd.keyFile, '-p', String(sshd.port), '-o', 'BatchMode=yes'],
          ...['-o', 'StrictHostKeyChecking=yes', '-o', `UserKnownHostsFile=${knownHosts}`],
          ...['-o', 'GlobalKnownHostsFile=/dev/null', `${sshd.username}@${sshd.address}`, 'echo', 'in'],
        ],
        { encoding: 'utf8' },
      );
    expect(ssh('/dev/null').status).not.toBe(0);
    expect(ssh(file)).toMatchObject({ status: 0, stdout: 'in\n' });
  });
});

test('a broken hash fits nothing, and strange lines are counted', () => {
  expect(isHashOf('|1|broken', { address: 'a', port: 22 })).toBe(false);
  expect(readKnownHosts(`\n# comment\n@other a ssh-ed25519 ${other}\na ssh-rsa ${other}\n`)).toEqual({
    ...{ lines: [], strange: 2 },
  });
});
