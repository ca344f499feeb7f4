import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import Docker from 'dockerode';
import { expect, test } from 'vitest';
import { readUsage } from './disk-usage';

/** An engine of 2020 in the middle of a walk that somebody else asked for, which ends after so many questions. */
async function withBusyEngine(busyFor: number, work: (docker: Docker) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-df-'));
  const socketPath = path.join(folder, 'docker.sock');
  let asked = 0;
  const server = createServer((_request, response) => {
    const busy = asked++ < busyFor;
    response.writeHead(busy ? 500 : 200, { 'content-type': 'application/json' });
    const words = { message: 'a disk usage operation is already running' };
    response.end(JSON.stringify(busy ? words : { LayersSize: 7 }));
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  try {
    await work(new Docker({ socketPath }));
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

test('an engine that walks through its disk for somebody else is waited for', () =>
  withBusyEngine(1, async (docker) => {
    const usage = await readUsage(docker, new AbortController().signal);
    expect(usage).toMatchObject({ LayersSize: 7, Images: [] });
  }));

test('and no longer than whoever asks waits', () =>
  withBusyEngine(Infinity, async (docker) => {
    await expect(readUsage(docker, AbortSignal.timeout(200))).rejects.toThrow(/abort/i);
  }));
