import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as realPause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type SilentProxy, startSilentProxy } from '../../e2e/servers/silent-proxy';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { createHostPlaces } from '../remote-files/host-places';
import { createSessions } from '../remote-files/sessions';
import { openFiles } from '../remote-files/test-files';
import { createTerminals } from '../terminals/service';
import { createSshTargets } from '../terminals/ssh-target';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const encode = (at: string) => Buffer.from(at).toString('base64url');

describe.skipIf(missing)('the network is cut, and nobody is told', () => {
  let sshd: Sshd;
  let proxy: SilentProxy;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let root: string;
  let ends: (() => void)[];
  beforeEach(async () => {
    // The time between two signs of life is not waited for; all else is as it is.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    sshd = await startSshd();
    proxy = await startSilentProxy(sshd);
    machines = await openMachines();
    root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fw-cut-')));
    ends = [];
  });
  afterEach(async () => {
    for (const end of ends) end();
    machines.close();
    await proxy.end();
    await sshd.end();
    rmSync(root, { recursive: true, force: true });
    vi.useRealTimers();
  });

  /** As much time as three signs of life take, with room for each to be answered if it can be. */
  async function untilNoticed(): Promise<number> {
    for (let seconds = 0; seconds < 60; seconds += 10) {
      await vi.advanceTimersByTimeAsync(10_000);
      await realPause(100);
      const [host] = machines.hosts.list();
      if (host?.connection.state !== 'open') return seconds + 10;
    }
    throw new Error('nobody noticed');
  }

  test('it is noticed within 40 s: what waits ends, the state says so, and all goes on when it is back', async () => {
    const { hosts } = machines;
    const { id: hostId } = await addTrusted(machines, sshd, { port: proxy.port });
    const sessions = createSessions(hosts.access);
    const work = openFiles(createHostPlaces({ access: hosts.access, sessions }), root);
    const terminals = createTerminals({
      targets: { host: createSshTargets({ hold: hosts.access.hold, watch: hosts.watch }) } as never,
    });
    ends.push(() => terminals.dispose(), work.close, sessions.dispose);
    const { terminalId } = await terminals.open({ target: { kind: 'host', hostId }, cols: 80, rows: 24 });
    const states: string[] = [];
    const leave = new AbortController();
    const reading = (async () => {
      for await (const event of terminals.output({ terminalId, from: 0, marks: 0 }, leave.signal))
        if (event.type === 'state') states.push(event.state);
    })();
    const list = () => work.files.list({ hostId, containerId: null, path: encode(root), typed: null });
    await list();
    // Answered signs of life keep it open however long nothing else is said.
    for (let times = 0; times < 6; times += 1) {
      await vi.advanceTimersByTimeAsync(10_000);
      await realPause(50);
    }
    expect(hosts.get(hostId).connection.state).toBe('open');

    proxy.cut();
    const waiting = list().catch((error: unknown) => error);
    expect(await untilNoticed()).toBeLessThanOrEqual(40);
    expect(await waiting).toMatchObject({ code: 'UNAVAILABLE', data: { reason: 'lost' } });
    await vi.waitFor(() => expect(states).toEqual(['open', 'lost']));
    proxy.mend();
    await vi.waitFor(() => expect(hosts.get(hostId).connection.state).toBe('open'), { timeout: 20_000 });
    await vi.waitFor(() => expect(states).toEqual(['open', 'lost', 'open']), { timeout: 10_000 });
    writeFileSync(path.join(root, 'after'), '');
    expect((await list()).entries.map(({ name }) => name)).toContain('after');
    expect(sshd.accepted()).toBe(2);
    leave.abort();
    await reading;
  }, 60_000);
});
