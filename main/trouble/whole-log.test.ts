import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { fillLog } from '../../e2e/servers/engine-log';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { createLogFiles, type LogFiles } from '../containers/log-files';
import { createEngines } from '../docker/engines';
import { createDownloads, type Downloads } from '../files/downloads';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { createTasks, type Tasks } from '../tasks/service';
import { heldBytes } from './held-bytes';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const megabyte = 2 ** 20;

describe.skipIf(missing)('whole logs of an engine through SSH', { timeout: 120_000 }, () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let tasks: Tasks;
  let downloads: Downloads;
  let logs: LogFiles;
  let hostId: string;
  let folder: string;
  beforeAll(async () => {
    [dockerd, sshd, machines] = await Promise.all([startDockerd(), startSshd(), openMachines()]);
    folder = path.dirname(dockerd.socket);
    tasks = createTasks({
      ...{ store: machines.store, data: folder, redact: (line) => line, onFinished: () => undefined },
      log: pino({ enabled: false }),
    });
    downloads = createDownloads();
    logs = createLogFiles({
      ...{ engines: createEngines(machines.hosts.access), tasks, downloads },
      grants: { resolve: (id) => id },
    });
    hostId = (await addTrusted(machines, sshd, { dockerSocket: dockerd.socket })).id;
  }, 90_000);
  afterAll(async () => {
    await tasks?.dispose();
    downloads?.dispose();
    machines?.close();
    await sshd?.end();
    await dockerd?.end();
  });

  const run = (script: string, ...args: string[]): string => {
    const id = dockerd.docker('run', '-d', '--network', 'none', ...args, testImage, 'sh', '-c', script);
    dockerd.docker('wait', id);
    return id;
  };
  const idOf = (containerId: string) => ({ hostId, containerId });
  const begin = (id: string, file: string) => logs.save({ containers: [idOf(id)], grantId: file }, 'me');
  const beginning = (file: string) =>
    expect
      .poll(() => existsSync(`${file}.part`) && statSync(`${file}.part`).size > 0, {
        timeout: 30_000,
        interval: 5,
      })
      .toBe(true);
  const left = (file: string) => readdirSync(folder).filter((name) => name.startsWith(path.basename(file)));

  test('are saved through a small memory; one that breaks off or is cancelled leaves nothing', async () => {
    const id = run('true');
    const expected = fillLog(dockerd, id, 500_000);
    const file = path.join(folder, 'large.log');

    const broken = begin(id, file);
    await beginning(file);
    await sshd.kill();
    expect(await tasks.wait(broken.id)).toMatchObject({ state: 'failed', error: { code: 'UNAVAILABLE' } });
    expect(left(file)).toEqual([]);
    await sshd.restart();

    const cancelled = begin(id, file);
    await beginning(file);
    tasks.cancel(cancelled.id);
    expect(await tasks.wait(cancelled.id)).toMatchObject({ state: 'cancelled' });
    expect(left(file)).toEqual([]);

    const before = heldBytes();
    const saved = begin(id, file);
    let most = 0;
    let ended = false;
    const watching = (async () => {
      while (!ended) {
        most = Math.max(most, heldBytes());
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    expect(await tasks.wait(saved.id)).toMatchObject({ state: 'succeeded' });
    ended = true;
    await watching;
    expect(left(file)).toEqual(['large.log']);
    expect(statSync(file).size).toBeGreaterThan(50 * megabyte);
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    expect(hash.digest('hex')).toBe(expected);
    // What a program that kept all of it would hold at least, and some of that.
    expect(most - before).toBeLessThan(48 * megabyte);
  });

  test('by a link they are the same bytes as the engine has, of several merged into one', async () => {
    const script =
      'echo out; echo err >&2; printf "\\000\\377\\033[31mred\\n"; head -c 40000 /dev/zero | tr "\\0" x; echo';
    const [plain, tty] = [run(script, '--name', 'plain'), run(script, '--name', 'tty', '-t')];
    const fetch = async (...ids: string[]) => {
      const { url, fileName } = await logs.link({ containers: ids.map(idOf) });
      const taken = await downloads.take(url.split('/')[2] ?? '');
      if (!taken) throw new Error('no download');
      return { fileName, text: (await buffer(taken.stream)).toString('latin1') };
    };
    const withoutTimes = (text: string) => text.replaceAll(/^\d{4}-\d\d-\d\dT[\d:.]{18}Z /gm, '');
    // What is no UTF-8 the engine has replaced when it kept it.
    const binary = Buffer.from('\0\ufffd\u001b[31mred').toString('latin1');
    const one = await fetch(plain);
    expect(one.fileName).toBe('plain.log');
    expect(withoutTimes(one.text).split('\n').toSorted()).toEqual(
      ['out', 'err', binary, 'x'.repeat(40_000), ''].toSorted(),
    );
    expect(withoutTimes((await fetch(tty)).text)).toContain(`${binary}\r\n`);
    const both = await fetch(plain, tty);
    expect(both.fileName).toBe('2-containers.log');
    const named = withoutTimes(both.text).split('\n');
    for (const name of ['plain', 'tty'])
      expect(named.filter((line) => line.startsWith(`${name} | `)).length).toBeGreaterThanOrEqual(4);
    expect(sshd.accepted()).toBeLessThanOrEqual(2);
    await expect(logs.link({ containers: [idOf('0'.repeat(64))] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const none = dockerd.docker('create', '--network', 'none', '--log-driver', 'none', testImage);
    await expect(logs.link({ containers: [idOf(none)] })).rejects.toMatchObject({
      data: { details: expect.stringContaining('does not support reading') as string },
    });
  });
});
