import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeTestCa } from '../../e2e/servers/certificates';
import type { ImportPreview } from '../../preload/contract/host-import';
import { openMachines } from './test-machines';

describe('taking over hosts', () => {
  let home: string;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  const write = (file: string, text: string): string => {
    const target = path.join(home, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    return target;
  };
  beforeEach(async () => {
    home = mkdtempSync(path.join(os.tmpdir(), 'fedwright-home-'));
    machines = await openMachines({ home, env: {} });
  });
  afterEach(() => {
    machines.close();
    rmSync(home, { recursive: true, force: true });
  });

  const byName = ({ items }: ImportPreview) => Object.fromEntries(items.map((item) => [item.name, item]));
  const hostNamed = (name: string) => machines.hosts.list().find((host) => host.name === name);

  test('of two entries that differ in capitals only, the second is refused by name, and the first is taken', async () => {
    const { imports } = machines.hosts;
    const entries = ['North_Hospital', 'north_hospital', 'behind'].map(
      (name, index) => `Host ${name}\n  HostName 10.0.0.${index}\n  User flare\n`,
    );
    write('.ssh/config', `${entries.join('')}  ProxyJump north_hospital\n`);
    const preview = imports.previewSshConfig(null);
    expect(byName(preview)).toMatchObject({
      North_Hospital: { action: 'add' },
      north_hospital: { action: 'skip', remarks: [expect.stringContaining('"North_Hospital"')] },
      behind: { action: 'skip', remarks: [expect.stringContaining('"north_hospital"')] },
    });
    const ids = preview.items.map(({ id }) => id);
    const done = await imports.importSshConfig({ grantId: null, digest: preview.digest, ids });
    expect(done).toEqual({ added: ['North_Hospital'], changed: [] });
  });

  test('a configuration of OpenSSH is shown, and what is chosen comes with the hosts on its way', async () => {
    const { imports } = machines.hosts;
    const key = write('.ssh/id_work', 'a key');
    write('.ssh/conf.d/10-site.conf', 'Host south\n  HostName 10.0.0.12\n  ProxyJump gate,deep\n');
    write(
      '.ssh/config',
      [
        'Include conf.d/*.conf',
        'Host gate',
        '  HostName gate.example.org',
        '  Port 2222',
        'Host deep',
        '  HostName deep.example.org',
        'Host north north-alias # two names',
        '  HostName %h.internal',
        '  ProxyJump ops@gate.example.org:2222',
        'Host old',
        '  ProxyCommand ssh -W %h:%p gate',
        'Host odd',
        '  ProxyCommand nc %h %p',
        'Host loop',
        '  ProxyJump loop',
        'Match exec "touch /tmp/never"',
        '  User never',
        'Match host *.internal',
        '  User inside',
        'Host *',
        '  User flare',
        `  IdentityFile ${key}`,
        '  IdentityFile ~/.ssh/none',
        'Host web-* !web-1',
        '  Port 99',
      ].join('\n'),
    );
    const preview = imports.previewSshConfig(null);
    const items = byName(preview);
    expect(items['gate']).toMatchObject({
      ...{ action: 'add', address: 'gate.example.org:2222', login: `flare, ${key}`, through: null },
    });
    expect(items['north']).toMatchObject({ address: 'north.internal', through: 'ops@gate.example.org:2222' });
    expect(items['north']?.login).toMatch(/^(inside|flare), /);
    expect(items['ops@gate.example.org:2222']).toMatchObject({ address: 'gate.example.org:2222' });
    expect(items['old']).toMatchObject({ action: 'add', through: 'gate' });
    expect(items['odd']).toMatchObject({
      action: 'skip',
      remarks: [expect.stringContaining('ProxyCommand')],
    });
    expect(items['loop']?.remarks.join(' ')).toContain('leads back to itself');
    expect(items['south']?.through).toBe('deep (through gate)');
    expect(items['web-*']).toBeUndefined();
    expect(preview.remarks.join(' ')).toMatch(/Match exec .*runs no commands/);
    expect(preview.remarks.join(' ')).toContain('web-*');

    const done = await imports.importSshConfig({ grantId: null, digest: preview.digest, ids: ['south'] });
    expect(done).toEqual({ added: ['gate', 'deep (through gate)', 'south'], changed: [] });
    const [gate, deep, south] = ['gate', 'deep (through gate)', 'south'].map(hostNamed);
    expect([south?.jumpHostId, deep?.jumpHostId, gate?.jumpHostId]).toEqual([deep?.id, gate?.id, null]);
    expect(gate).toMatchObject({ auth: 'key', keyFile: key, port: 2222, username: 'flare' });
  });

  test('what is here already is compared, and what was not shown is not imported', async () => {
    const { imports } = machines.hosts;
    const config = write('.ssh/config', 'Host gate\n  HostName gate.example.org\n  User flare\n');
    const first = imports.previewSshConfig(config);
    await imports.importSshConfig({ grantId: config, digest: first.digest, ids: ['gate'] });
    const gate = hostNamed('gate');
    await machines.hosts.update({
      ...gate!,
      hostId: gate!.id,
      group: 'Edge',
      labels: ['rack 4'],
      notes: 'Ours.',
    });
    expect(byName(imports.previewSshConfig(config))['gate']).toMatchObject({ action: 'same', changes: [] });
    write('.ssh/config', 'Host gate\n  HostName gate2.example.org\n  User flare\n');
    const stale = { grantId: config, digest: first.digest, ids: ['gate'] };
    await expect(imports.importSshConfig(stale)).rejects.toMatchObject({ code: 'CONFLICT' });
    const second = imports.previewSshConfig(config);
    expect(byName(second)['gate']).toMatchObject({
      action: 'change',
      changes: [{ field: 'Address', from: 'gate.example.org', to: 'gate2.example.org' }],
    });
    write(
      '.ssh/config',
      'Host gate\n  HostName gate2.example.org\n  User flare\nHost in\n  ProxyJump gate\n',
    );
    const third = imports.previewSshConfig(config);
    // On the way of one that is chosen, it is used as it is here.
    await imports.importSshConfig({ grantId: config, digest: third.digest, ids: ['in'] });
    expect(hostNamed('gate')).toMatchObject({ address: 'gate.example.org' });
    expect(hostNamed('in')?.jumpHostId).toBe(gate?.id);
    const last = imports.previewSshConfig(config);
    await imports.importSshConfig({ grantId: config, digest: last.digest, ids: ['gate'] });
    expect(hostNamed('gate')).toMatchObject({
      ...{ address: 'gate2.example.org', group: 'Edge', labels: ['rack 4'], notes: 'Ours.' },
    });
  });

  test('a file that is not there, or is none, says so', () => {
    const { imports } = machines.hosts;
    expect(() => imports.previewSshConfig(null)).toThrow('does not exist');
    expect(() => imports.previewSshConfig(write('broken', 'Host "open\n'))).toThrow(
      'no configuration of OpenSSH',
    );
    expect(() => imports.previewDockerContexts(null)).toThrow('no Docker contexts');
  });

  test('Docker contexts become hosts of each kind, and TLS files are taken in', async () => {
    const ca = makeTestCa();
    try {
      const own = ca.issue('client');
      const add = (name: string, host: string, more: object = {}) => {
        const id = createHash('sha256').update(name).digest('hex');
        const meta = {
          Name: name,
          Metadata: { Description: 'Ours' },
          Endpoints: { docker: { Host: host, ...more } },
        };
        write(`.docker/contexts/meta/${id}/meta.json`, JSON.stringify(meta));
        return path.join(home, '.docker', 'contexts', 'tls', id, 'docker');
      };
      add('desk', 'unix:///run/user/1000/docker.sock');
      add('windows', 'npipe:////./pipe/docker_engine');
      add('over-ssh', 'ssh://flare@10.0.0.4:2200');
      add('plain', 'tcp://10.0.0.5:2375');
      add('blind', 'tcp://10.0.0.6:2376', { SkipTLSVerify: true });
      const tls = add('tls', 'tcp://10.0.0.7:2376');
      mkdirSync(tls, { recursive: true });
      for (const [from, to] of [
        [ca.ca, 'ca.pem'],
        [own.cert, 'cert.pem'],
        [own.key, 'key.pem'],
      ] as const)
        cpSync(from, path.join(tls, to));
      const { imports } = machines.hosts;
      const preview = imports.previewDockerContexts(null);
      const items = byName(preview);
      expect(items['plain']).toMatchObject({
        ...{ action: 'skip', address: '10.0.0.5:2375', login: '' },
        remarks: [expect.stringContaining('without TLS')],
      });
      expect(items['blind']).toMatchObject({
        action: 'skip',
        remarks: [expect.stringContaining('verification')],
      });
      const ids = preview.items.map(({ id }) => id);
      const { added } = await imports.importDockerContexts({ grantId: null, digest: preview.digest, ids });
      expect(added).toEqual(['desk', 'over-ssh', 'tls', 'windows']);
      expect(hostNamed('desk')).toMatchObject({ kind: 'local', dockerSocket: '/run/user/1000/docker.sock' });
      expect(hostNamed('windows')).toMatchObject({ kind: 'local', dockerSocket: '//./pipe/docker_engine' });
      expect(hostNamed('over-ssh')).toMatchObject({
        kind: 'ssh',
        port: 2200,
        username: 'flare',
        notes: 'Ours',
      });
      expect(hostNamed('tls')).toMatchObject({
        ...{ kind: 'docker-tls', port: 2376, tls: { ca: { subject: 'Test CA' } } },
      });
      expect(machines.secrets.names().some((name) => name.startsWith('host-tls-key:'))).toBe(true);
      expect(byName(imports.previewDockerContexts(null))['tls']).toMatchObject({ action: 'same' });
      expect(existsSync('/tmp/never')).toBe(false);
    } finally {
      ca.end();
    }
  });
});
