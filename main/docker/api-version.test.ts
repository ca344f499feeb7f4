import { existsSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { type Agreed, readSpoken, remarkOn, versionFor } from './api-version';
import { createEngine } from './engine';
import { requestStream } from './request';

const spoken = (engine: string, newest: string, oldest: string) => ({
  ...{ product: 'Docker' as const, engine, newest, oldest },
});

test.each([
  ['20.10.24', '1.41', '1.12', '1.41', null],
  ['27.5.1', '1.47', '1.24', '1.47', null],
  ['29.0.0', '1.52', '1.44', '1.52', null],
  ['35.0.0', '1.99', '1.44', '1.56', null],
  ['18.09.9', '1.39', '1.12', '1.39', /older than 20\.10.* Update it\.$/],
  ['41.0.0', '1.99', '1.90', '1.90', /newer than what this Fedwright.* Update Fedwright\.$/],
  ['50.0.0', '2.10', '2.3', '2.3', /newer than/],
  ['', '', '', null, null],
])('Docker %s, which speaks %s down to %s, is asked in %s', (engine, newest, oldest, version, remark) => {
  const versions = spoken(engine, newest, oldest);
  expect(versionFor(versions)).toBe(version);
  if (remark === null) expect(remarkOn(versions)).toBeNull();
  else expect(remarkOn(versions)).toMatch(remark);
});

test('Podman is called by its name', () => {
  const answer = {
    ...{ Version: '3.4.4', ApiVersion: '1.40', MinAPIVersion: '1.24' },
    Components: [{ Name: 'Podman Engine', Version: '3.4.4' }, { Name: 'Conmon' }],
  };
  expect(readSpoken(answer)).toMatchObject({ product: 'Podman', engine: '3.4.4' });
  expect(remarkOn(readSpoken(answer))).toMatch(/^Podman 3\.4\.4 is older than 4\.3/);
  expect(readSpoken({ ...answer, Components: [null, { Name: 'Engine' }] }).product).toBe('Docker');
});

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('a real engine is asked in a version of its API that it was agreed on', () => {
  let dockerd: Dockerd;
  let asked: string[] = [];
  beforeAll(async () => {
    dockerd = await startDockerd();
  }, 90_000);
  afterAll(() => dockerd?.end());
  beforeEach(() => {
    asked = [];
  });

  /** Notes what is asked, without the query. */
  const dial = (to = dockerd.socket) =>
    new Promise<Duplex>((resolve, reject) => {
      const socket = net.connect(to, () => resolve(socket));
      socket.once('error', reject);
      const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
      socket.write = (...args: unknown[]) => {
        const [, line] = /^((?:GET|POST) [^ ?]+)/.exec(String(args[0])) ?? [];
        if (line !== undefined) asked.push(line);
        return write(...args);
      };
    });
  const agreedOn = async () => versionFor(readSpoken(await createEngine(() => dial()).version()));

  test('which is found out once', async () => {
    const version = await agreedOn();
    asked = [];
    const agreed: Agreed = { version: null };
    const engine = createEngine(() => dial(), agreed);
    await Promise.all([engine.ping(), engine.listImages(), engine.listContainers()]);
    await createEngine(() => dial(), agreed).listImages();
    expect(asked.toSorted()).toEqual([
      'GET /_ping',
      ...[`GET /v${version}/containers/json`, `GET /v${version}/images/json`],
      ...[`GET /v${version}/images/json`, 'GET /version'],
    ]);
  });

  test('and anew when it does not speak it any more, as after an update', async () => {
    const version = await agreedOn();
    asked = [];
    const agreed: Agreed = { version: Promise.resolve('1.999') };
    const engine = createEngine(() => dial(), agreed);
    const { id } = await engine.createContainer({ Image: testImage, Cmd: ['true'], Labels: { a: 'b' } });
    expect(asked).toEqual([
      ...['POST /v1.999/containers/create', 'GET /version', `POST /v${version}/containers/create`],
    ]);
    expect((await engine.getContainer(id).inspect()).Config.Labels).toEqual({ a: 'b' });
    dockerd.docker('rm', id);

    // What was sent as it was read cannot be sent again: only the next one is right.
    agreed.version = Promise.resolve('1.1');
    const load = () =>
      requestStream(engine, {
        ...{ method: 'POST', path: '/images/load', query: { quiet: '1' } },
        body: Readable.from([Buffer.alloc(10_240)]),
      });
    await expect(load()).rejects.toMatchObject({ statusCode: 400 });
    expect(agreed.version).toBeNull();
    await load().then(
      (answer) => answer.resume(),
      (error: unknown) =>
        expect(error).not.toMatchObject({ message: expect.stringContaining('client version') }),
    );
  });

  test('unless something in front of it does not let through which ones it speaks', async () => {
    const guard = http.createServer((asked, answer) => {
      if (asked.url === '/version') return answer.writeHead(403).end('no');
      http
        .get({ socketPath: dockerd.socket, path: asked.url, agent: false }, (passed) => passed.pipe(answer))
        .once('error', () => answer.destroy());
    });
    const socket = `${dockerd.socket}-guarded`;
    await new Promise<void>((resolve) => guard.listen(socket, resolve));
    try {
      expect(await createEngine(() => dial(socket)).listImages()).toHaveLength(1);
      expect(asked).toEqual(['GET /version', 'GET /images/json']);
    } finally {
      guard.close();
    }
  });

  test('and one that cannot be asked says why, and is asked again', async () => {
    let down = true;
    const agreed: Agreed = { version: null };
    const engine = createEngine(
      () => (down ? Promise.reject(new Error('the cable is out')) : dial()),
      agreed,
    );
    await expect(engine.listImages()).rejects.toThrow('the cable is out');
    down = false;
    expect(await engine.listImages()).toHaveLength(1);
  });
});
