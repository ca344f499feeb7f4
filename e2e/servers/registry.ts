import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startChild } from './child';
import type { Dockerd } from './dockerd';
import { freePort } from './free-port';

/** A registry of images of a test's own, on loopback, which engines trust without TLS. */
export interface Registry {
  /** Such as `127.0.0.1:40001`. */
  name: string;
  /** Puts an image of an engine there, under `<name>/<repository>`; gives that. */
  push(engine: Dockerd, image: string, repository: string): string;
  end(): Promise<void>;
}

export const registryLogin = { username: 'puller', password: 'pull-me' };
/** bcrypt, the one kind that the registry reads. */
const passwordFile = 'puller:$2b$05$vAzJnI/yK9bgyQZeN0rKPOfEUnCZHD1P8RRlzedLVLbm44CDWk8D.\n';

/** Starts one; with `login` it wants `registryLogin`. */
export async function startRegistry({ login = false } = {}): Promise<Registry> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-registry-'));
  const file = (name: string) => path.join(folder, name);
  const name = `127.0.0.1:${await freePort()}`;
  writeFileSync(file('users'), passwordFile);
  writeFileSync(
    file('config.yml'),
    [
      ...['version: 0.1', 'storage:', '  filesystem:', `    rootdirectory: ${file('data')}`],
      ...['http:', `  addr: ${name}`],
      ...(login ? ['auth:', '  htpasswd:', '    realm: test', `    path: ${file('users')}`] : []),
    ].join('\n'),
  );
  const server = startChild('docker-registry', ['serve', file('config.yml')]);
  await server.seen(/listening on/);
  return {
    name,
    push(engine, image, repository) {
      const target = `${name}/${repository}`;
      const auth = Buffer.from(`${registryLogin.username}:${registryLogin.password}`).toString('base64');
      mkdirSync(file('client'), { recursive: true });
      writeFileSync(file('client/config.json'), JSON.stringify({ auths: { [name]: { auth } } }));
      engine.docker('tag', image, target);
      engine.docker('--config', file('client'), 'push', '-q', target);
      engine.docker('rmi', target);
      return target;
    },
    async end() {
      await server.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A way to a registry that lets bytes through a few at a time after so many, until it is told to go on. */
export async function startNarrowWay(registry: Registry, untilBytes: number) {
  const [address = '', port = ''] = registry.name.split(':');
  const open = new Set<net.Socket>();
  let passed = 0;
  const held = new Set<net.Socket>();
  let free = false;
  const drip = setInterval(() => {
    for (const far of held) far.resume();
  }, 100);
  const server = net.createServer((client) => {
    const far = net.connect(Number(port), address);
    for (const socket of [client, far]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => open.delete(socket));
    }
    client.on('close', () => far.destroy());
    far.on('close', () => client.destroy());
    client.pipe(far);
    far.on('data', (chunk: Buffer) => {
      passed += chunk.length;
      const ready = client.write(chunk);
      if (!free && passed > untilBytes) {
        far.pause();
        held.add(far);
      } else if (!ready) {
        far.pause();
        client.once('drain', () => far.resume());
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  return {
    name: `127.0.0.1:${at.port}`,
    /** Whether it holds something back. */
    holds: () => held.size > 0,
    /** Connections through it that are open. */
    connections: () => open.size / 2,
    release(): void {
      free = true;
    },
    end(): void {
      clearInterval(drip);
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
