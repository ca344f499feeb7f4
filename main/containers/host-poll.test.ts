import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeKey, startSshd } from '../../e2e/servers/sshd';
import { addTrusted, openMachines, settingsOf } from '../hosts/test-machines';
import { createEngines } from '../docker/engines';
import { createEngineFacts } from './engine-facts';
import { type HostEvent, pollHost } from './host-poll';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

test.skipIf(missing)(
  'a host that refuses the login is logged in to once, and found again when a person has connected',
  async () => {
    const sshd = await startSshd();
    const machines = await openMachines();
    try {
      const { id } = await addTrusted(machines, sshd);
      const other = `${sshd.keyFile}-other`;
      makeKey(other, '');
      const logInWith = (key: string) =>
        machines.hosts.update({ hostId: id, ...settingsOf(sshd), keyGrantId: key });
      await logInWith(other);
      const made = () => sshd.output().match(/^Connection from /gm)?.length ?? 0;
      const before = made();
      const told: HostEvent[] = [];
      let pauses = 0;
      const abort = new AbortController();
      const pause = async () => {
        pauses += 1;
        if (pauses === 2) {
          expect(made() - before).toBe(1);
          await logInWith(sshd.keyFile);
          await machines.hosts.connect(id);
        }
        if (pauses > 2) abort.abort();
        return 'due' as const;
      };
      const { access } = machines.hosts;
      const engines = createEngines(access);
      const tell = (event: HostEvent) => void told.push(event);
      const facts = createEngineFacts(engines);
      const how = { othersListed: Promise.resolve(), pause, signal: abort.signal };
      await pollHost({ engines, facts, access, hostId: id, tell, ...how });
      const refused = { type: 'failed', error: { message: '"north" refused the login.' } };
      expect(told).toMatchObject([refused, refused, { type: 'failed' }]);
      expect(told[2]).not.toMatchObject(refused);
    } finally {
      machines.close();
      await sshd.end();
    }
  },
);
