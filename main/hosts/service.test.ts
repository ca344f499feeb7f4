import { once } from 'node:events';
import { existsSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Sshd, makeKey, startSshd } from '../../e2e/servers/sshd';
import { addTrusted, openMachines, settingsOf } from './test-machines';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('hosts over a real sshd', () => {
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  beforeEach(async () => {
    sshd = await startSshd();
    machines = await openMachines();
  });
  afterEach(async () => {
    machines.close();
    await sshd.end();
  });

  test('nothing is logged in to before the key was seen, and only the key that was seen is trusted', async () => {
    const { hosts } = machines;
    const { id } = await hosts.create({ ...settingsOf(sshd), keyGrantId: sshd.keyFile });
    await expect(hosts.connect(id)).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { reason: 'host-key-new', details: expect.stringContaining(sshd.fingerprint256) },
    });
    const look = await hosts.lookAtKey(id);
    expect(look).toMatchObject({ state: 'new', pinned: null });
    expect(look.presented.fingerprint256).toBe(sshd.fingerprint256);
    expect(sshd.accepted()).toBe(0);
    const trust = (fingerprint256: string) =>
      hosts.trustKey(id, { fingerprint256, replace: false, by: 'tester' });
    await expect(trust('SHA256:another')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await trust(look.presented.fingerprint256)).toMatchObject({ state: 'known' });
    expect((await hosts.connect(id)).connection).toMatchObject({ state: 'open', error: null });
  });

  test('a server that presents another key is not talked to until it is replaced on purpose', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd);
    await sshd.restart({ newKey: true });
    await expect(hosts.connect(id)).rejects.toMatchObject({ data: { reason: 'host-key-changed' } });
    expect(await hosts.lookAtKey(id)).toMatchObject({ state: 'changed' });
    const trust = (replace: boolean) =>
      hosts.trustKey(id, { fingerprint256: sshd.fingerprint256, replace, by: 'tester' });
    await expect(trust(false)).rejects.toMatchObject({ code: 'CONFLICT' });
    await trust(true);
    expect((await hosts.connect(id)).connection.state).toBe('open');
  });

  test('many commands at once share one connection, and words arrive as they are', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd);
    const words = ["it's", '$(id)', 'a b', '"', '\n'];
    const all = await Promise.all(words.map((word) => hosts.access.exec(id, ['printf', '%s', word])));
    expect(all.map(({ code, stdout }) => [code, stdout.toString()])).toEqual(words.map((word) => [0, word]));
    expect(await hosts.access.exec(id, ['sh', '-c', 'cat; exit 3'], { input: 'secret' })).toMatchObject({
      code: 3,
      stdout: Buffer.from('secret'),
    });
    expect(sshd.accepted()).toBe(1);
  });

  test('a command that takes too long is ended, and one can be cancelled', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd);
    await expect(hosts.access.exec(id, ['sleep', '3601'], { timeoutMs: 200 })).rejects.toMatchObject({
      data: { reason: 'timeout' },
    });
    const abort = new AbortController();
    const sleeping = hosts.access.exec(id, ['sleep', '3602'], { signal: abort.signal });
    abort.abort(new Error('no more'));
    await expect(sleeping).rejects.toThrow('no more');
    const withChild = new AbortController();
    const running = async () => (await hosts.access.exec(id, ['ps', '-eo', 'args'])).stdout.toString();
    const words = ['sh', '-c', 'found=$(sleep 3603); echo "$found"'];
    const waiting = hosts.access.exec(id, words, { signal: withChild.signal, endsChildren: true });
    await vi.waitFor(async () => expect(await running()).toMatch(/^sleep 3603$/m), 10_000);
    withChild.abort(new Error('no more'));
    await expect(waiting).rejects.toThrow('no more');
    await vi.waitFor(async () => expect(await running()).not.toMatch(/^sleep 360[123]$/m), 10_000);
  });

  test('whoever waits for a session hears its signal, and a look waits only for so long', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd);
    await hosts.connect(id);
    const end = new AbortController();
    const busy = Array.from({ length: 4 }, () =>
      hosts.access.exec(id, ['sleep', '3604'], { signal: end.signal }),
    );
    const abort = new AbortController();
    const given = hosts.access.exec(id, ['true'], { signal: abort.signal });
    const late = hosts.access.execIfOpen(id, ['true'], { timeoutMs: 200 });
    abort.abort(new Error('no more'));
    await expect(given).rejects.toThrow('no more');
    await expect(late).rejects.toMatchObject({ data: { reason: 'timeout' } });
    end.abort(new Error('enough'));
    for (const each of busy) await expect(each).rejects.toThrow('enough');
    expect(await hosts.access.exec(id, ['true'])).toMatchObject({ code: 0 });
  });

  test('a command of this machine gives its bytes as they are, and its end when it takes too long', async () => {
    const { hosts } = machines;
    const here = settingsOf(sshd, { name: 'here', kind: 'local' });
    const { id } = await hosts.create({ ...here, keyGrantId: null });
    const many = await hosts.access.exec(id, ['sh', '-c', 'seq 5000; printf no-end']);
    expect(many.stdout.toString()).toMatch(/^1\n2\n[^]*\n5000\nno-end$/);
    expect(await hosts.access.exec(id, ['seq', '5000'], { maxBytes: 4 })).toMatchObject({
      ...{ cut: true, stdout: Buffer.from('1\n2\n') },
    });
    await expect(hosts.access.exec(id, ['sleep', '3605'], { timeoutMs: 200 })).rejects.toMatchObject({
      data: { reason: 'timeout' },
    });
  });

  test('to look at a host does not open it again when it is closed meanwhile', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd);
    // At any moment: between two of its commands, too.
    const moments = [0, 10, 20, 30, 50, 70, 100, 150, 250];
    for (const ms of moments) {
      await hosts.connect(id);
      const look = hosts.health(id).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, ms));
      const under = hosts.get(id).connection.uses > 0;
      hosts.disconnect(id);
      const ended = await look;
      if (under) expect(ended).toMatchObject({ code: 'CANCELLED' });
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(hosts.get(id).connection).toMatchObject({ state: 'closed', uses: 0 });
    expect(sshd.accepted()).toBe(moments.length);
    expect(await hosts.health(id)).toMatchObject({ at: expect.any(Number) });
  });

  test('live figures are read over a connection that is open, and open none', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd, { dockerSocket: '/nowhere/docker.sock' });
    expect(await hosts.live(id)).toBeNull();
    await hosts.connect(id);
    const first = await hosts.live(id);
    expect(first).toMatchObject({ at: expect.any(Number), cpuPercent: expect.any(Number) });
    const next = await hosts.live(id);
    expect(next?.at).toBe(first?.at);
    expect(next?.figuresAt).toBeGreaterThan(first?.figuresAt ?? Infinity);
    expect(hosts.allKnownHealth()).toEqual([{ hostId: id, health: next }]);
    for (const ms of [0, 50, 200]) {
      await hosts.connect(id);
      const look = hosts.live(id).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, ms));
      hosts.disconnect(id);
      expect(await look).toBeNull();
    }
    const accepted = sshd.accepted();
    await hosts.connect(id);
    const lost = hosts.live(id);
    await sshd.kill();
    expect(await lost).toBeNull();
    expect(await hosts.live(id)).toBeNull();
    expect(hosts.get(id).connection).toMatchObject({ state: 'closed', uses: 0 });
    expect(sshd.accepted()).toBe(accepted + 1);
  });

  test('a look at health, and at a key, ends with its signal', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd);
    await hosts.connect(id);
    const stop = new AbortController();
    const look = hosts.health(id, stop.signal);
    stop.abort(new Error('no more'));
    await expect(look).rejects.toThrow('no more');
    const silent = net.createServer().listen(0, '127.0.0.1');
    try {
      await once(silent, 'listening');
      const { port } = silent.address() as net.AddressInfo;
      const { id: mute } = await hosts.create({
        ...settingsOf(sshd, { name: 'mute', port }),
        keyGrantId: sshd.keyFile,
      });
      const end = new AbortController();
      const key = hosts.lookAtKey(mute, end.signal);
      await once(silent, 'connection');
      end.abort(new Error('no key'));
      await expect(key).rejects.toThrow('no key');
    } finally {
      silent.close();
    }
  });

  test('without a POSIX shell this machine still tells what it knows of itself', async () => {
    const { hosts } = machines;
    const { id } = await hosts.create({
      ...settingsOf(sshd, { name: 'here', kind: 'local', dockerSocket: '/nowhere/docker.sock' }),
      keyGrantId: null,
    });
    vi.stubEnv('PATH', '/nowhere');
    try {
      const health = await hosts.health(id);
      expect(health).toMatchObject({ docker: null, python: null, ports: null, clockSkewMs: 0 });
      expect(health.memory?.totalBytes).toBe(os.totalmem());
      expect(health.disk?.totalBytes).toBeGreaterThan(0);
      const live = await hosts.live(id);
      expect(live?.figuresAt).toBeGreaterThan(health.at);
      expect(live?.cpuPercent).toBeGreaterThanOrEqual(0);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('a connection that is held comes back after the server was away', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd);
    const hold = hosts.access.hold(id);
    await hold.client();
    await sshd.kill();
    await vi.waitFor(() => expect(hosts.get(id).connection.state).toBe('waiting'), { timeout: 10_000 });
    await sshd.restart();
    await vi.waitFor(() => expect(hosts.get(id).connection.state).toBe('open'), { timeout: 20_000 });
    hold.release();
    hosts.disconnect(id);
    expect(hosts.get(id).connection.state).toBe('closed');
  });

  test('a host behind another one is reached through it', async () => {
    const behind = await startSshd();
    try {
      const { hosts } = machines;
      const jump = await addTrusted(machines, sshd, { name: 'gate' });
      const { id } = await addTrusted(machines, behind, { name: 'inside', jumpHostId: jump.id });
      // Quick ones, so that answer, exit and close may come in one piece.
      const quick = await Promise.all(
        Array.from({ length: 9 }, (_, index) => hosts.access.exec(id, ['echo', `inside ${index}`])),
      );
      expect(quick.map(({ code, stdout }) => [code, stdout.toString()])).toEqual(
        Array.from({ length: 9 }, (_, index) => [0, `inside ${index}\n`]),
      );
      expect(hosts.get(jump.id).connection).toMatchObject({ state: 'open', uses: 1 });
      await expect(
        hosts.update({
          hostId: jump.id,
          ...settingsOf(sshd, { name: 'gate', jumpHostId: id }),
          keyGrantId: null,
        }),
      ).rejects.toThrow('through itself');
      await expect(hosts.remove(jump.id)).rejects.toThrow('others are reached');
    } finally {
      await behind.end();
    }
  });

  test('a login that was refused is tried again by a person only, also that of a host on the way', async () => {
    const { hosts } = machines;
    const gate = await addTrusted(machines, sshd, { name: 'gate' });
    const inside = await addTrusted(machines, sshd, { name: 'inside', jumpHostId: gate.id });
    const logInWith = (key: string) =>
      hosts.update({ hostId: gate.id, ...settingsOf(sshd, { name: 'gate' }), keyGrantId: key });
    makeKey(`${sshd.keyFile}-refused`, '');
    await logInWith(`${sshd.keyFile}-refused`);
    const made = () => sshd.output().match(/^Connection from /gm)?.length ?? 0;
    const before = made();
    const look = { byItself: true };
    await expect(hosts.access.engineStream(gate.id)).rejects.toThrow('refused the login');
    await expect(hosts.access.engineStream(gate.id)).rejects.toThrow('refused the login');
    await expect(hosts.access.exec(gate.id, ['true'], look)).rejects.toThrow('refused the login');
    await expect(hosts.access.exec(inside.id, ['true'], look)).rejects.toThrow('which has a problem');
    expect(made() - before).toBe(1);
    await expect(hosts.connect(gate.id)).rejects.toThrow('refused the login');
    expect(made() - before).toBe(2);
    await logInWith(sshd.keyFile);
    expect(await hosts.access.exec(gate.id, ['true'], look)).toMatchObject({ code: 0 });
  });

  test('the health of a host is read from the host itself', async () => {
    const { hosts } = machines;
    const nowhere = { dockerSocket: '/nowhere/docker.sock' };
    const { id } = await addTrusted(machines, sshd, nowhere);
    const here = await hosts.create({
      ...settingsOf(sshd, { name: 'here', kind: 'local' }),
      keyGrantId: null,
    });
    for (const health of [await hosts.health(id), await hosts.health(here.id)]) {
      expect(health.ports).toContain(sshd.port);
      expect(health.clockSkewMs).toBe(0);
      expect(health.cpus).toBeGreaterThan(0);
      expect(health.disk?.totalBytes).toBeGreaterThan(health.disk?.freeBytes ?? Infinity);
      expect(health.memory?.totalBytes).toBeGreaterThan(0);
    }
    expect(await hosts.health(id)).toMatchObject({ docker: null });
    expect(sshd.accepted()).toBe(1);
    expect(hosts.knownHealth(id)).toMatchObject({ docker: null, clockSkewMs: 0 });
    // It may be another machine by now, whoever has changed it.
    await hosts.update({ hostId: id, ...settingsOf(sshd, { notes: 'moved' }), keyGrantId: null });
    expect(hosts.knownHealth(id)).toBeNull();
  });

  test('a host on the way that has a question is named, not the one behind it', async () => {
    const { hosts } = machines;
    const gate = await hosts.create({ ...settingsOf(sshd, { name: 'gate' }), keyGrantId: sshd.keyFile });
    const inside = settingsOf(sshd, { name: 'inside', jumpHostId: gate.id });
    const { id } = await hosts.create({ ...inside, keyGrantId: sshd.keyFile });
    const problem = { data: { reason: 'jump-host', hint: expect.stringContaining('"gate"') } };
    await expect(hosts.connect(id)).rejects.toMatchObject(problem);
    await expect(hosts.lookAtKey(id)).rejects.toMatchObject(problem);
  });

  test('what goes wrong is told apart', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd);
    const change = (settings: Parameters<typeof settingsOf>[1], key: string | null = null) =>
      hosts.update({ hostId: id, ...settingsOf(sshd, settings), keyGrantId: key });
    const reason = async () => {
      const error: unknown = await hosts.connect(id).catch((thrown: unknown) => thrown);
      return (error as { data?: { reason?: string } }).data?.reason;
    };
    makeKey(`${sshd.keyFile}-other`, '');
    await change({}, `${sshd.keyFile}-other`);
    expect(await reason()).toBe('login-refused');
    makeKey(`${sshd.keyFile}-locked`, 'a passphrase of it');
    await change({}, `${sshd.keyFile}-locked`);
    expect(await reason()).toBe('passphrase');
    await change({ auth: 'password' });
    expect(await reason()).toBe('password');
    await hosts.setSecret({ hostId: id, kind: 'password', value: 'not the password' });
    expect(await reason()).toBe('login-refused');
    expect(await machines.secrets.get(`host-password:${id}`)).toBe('not the password');
    await change({ address: 'no-such-host.invalid' }, sshd.keyFile);
    expect(await reason()).toBe('unreachable');
    await hosts.remove(id);
    expect(await machines.secrets.get(`host-password:${id}`)).toBeNull();
  });

  test('a server that shares no algorithm is told with what each side offers', async () => {
    const old = await startSshd(['KexAlgorithms sntrup761x25519-sha512@openssh.com']);
    try {
      const { hosts } = machines;
      const { id } = await hosts.create({ ...settingsOf(old), keyGrantId: old.keyFile });
      await expect(hosts.lookAtKey(id)).rejects.toMatchObject({
        data: { reason: 'no-common-algorithm', details: expect.stringContaining('sntrup761x25519-sha512') },
      });
    } finally {
      await old.end();
    }
  });
});
