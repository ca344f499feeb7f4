import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Dockerd, startDockerd } from '../../e2e/servers/dockerd';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { createEngines } from '../docker/engines';
import { createDownloads } from '../files/downloads';
import { addTrusted, openMachines, settingsOf } from '../hosts/test-machines';
import { createRedactor } from '../logs/redact';
import { createTasks } from '../tasks/service';
import { createStock } from './service';

/** The stock of one engine, behind an SSH host and as a local one. Grants are the paths themselves. */
export async function openStock(dockerd: Dockerd, sshd: Sshd) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-stock-'));
  const machines = await openMachines();
  const redactor = createRedactor();
  const tasks = createTasks({
    ...{ store: machines.store, data: folder, redact: redactor.redact, onFinished: () => undefined },
    log: pino({ enabled: false }),
  });
  const downloads = createDownloads();
  const stock = createStock({
    ...{ engines: createEngines(machines.hosts.access), tasks, downloads, redactor },
    ...{ store: machines.store, secrets: machines.secrets, grants: { resolve: (id) => id } },
    belongs: ({ labels }) => 'fedwright.kit' in labels,
  });
  const far = (await addTrusted(machines, sshd, { dockerSocket: dockerd.socket })).id;
  const addLocal = async (name: string, dockerSocket: string): Promise<string> => {
    const settings = settingsOf(sshd, { name, kind: 'local', dockerSocket });
    return (await machines.hosts.create({ ...settings, keyGrantId: null })).id;
  };
  return {
    ...{ stock, tasks, downloads, machines, folder, far, addLocal },
    local: await addLocal('here', dockerd.socket),
    file: (name: string): string => path.join(folder, name),
    /** The log of a task that has ended. */
    async logOf(taskId: string): Promise<string> {
      let text = '';
      for await (const piece of tasks.log(taskId, 0)) text += piece.text;
      return text;
    },
    async close(): Promise<void> {
      await tasks.dispose();
      downloads.dispose();
      machines.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface StockPeers {
  dockerd: Dockerd;
  sshd: Sshd;
  opened: Awaited<ReturnType<typeof openStock>>;
}

/** An engine and an sshd for the tests of a block, and for each of them a stock of its own without containers. */
export function useStockPeers(): StockPeers {
  const peers = {} as StockPeers;
  beforeAll(async () => {
    peers.dockerd = await startDockerd();
    peers.sshd = await startSshd();
  }, 90_000);
  afterAll(async () => {
    await peers.sshd?.end();
    await peers.dockerd?.end();
  });
  beforeEach(async () => {
    peers.opened = await openStock(peers.dockerd, peers.sshd);
  });
  afterEach(async () => {
    const { opened, dockerd } = peers;
    await opened.close();
    const left = dockerd.docker('ps', '-aq').split('\n').filter(Boolean);
    if (left.length > 0) dockerd.docker('rm', '-f', ...left);
    dockerd.docker('network', 'prune', '-f');
  });
  return peers;
}
