import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeKey, startSshd } from '../../e2e/servers/sshd';
import { addTrusted, openMachines, settingsOf } from '../hosts/test-machines';
import { createEngines } from '../docker/engines';
import { createEngineFacts } from './engine-facts';
import { type HostEvent, pollHost } from './host-poll';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

test.skipIf(missing)('a host that refuses the login is asked once, and not again by itself', async () => {
  const sshd = await startSshd();
  const machines = await openMachines();
  try {
    const { id } = await addTrusted(machines, sshd);
    const other = `${sshd.keyFile}-other`;
    makeKey(other, '');
    await machines.hosts.update({ hostId: id, ...settingsOf(sshd), keyGrantId: other });
    const told: HostEvent[] = [];
    let pauses = 0;
    const abort = new AbortController();
    const pause = async () => {
      if (++pauses > 2) abort.abort();
      return 'due' as const;
    };
    const { access } = machines.hosts;
    const engines = createEngines(access);
    const tell = (event: HostEvent) => void told.push(event);
    const facts = createEngineFacts(engines);
    const how = { othersListed: Promise.resolve(), pause, signal: abort.signal };
    await pollHost({ engines, facts, access, hostId: id, tell, ...how });
    expect(pauses).toBe(0);
    expect(told).toMatchObject([{ type: 'failed', error: { message: '"north" refused the login.' } }]);
  } finally {
    machines.close();
    await sshd.end();
  }
});
