import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A feed of updates on loopback, as electron-builder writes one, that offers a deb of this version. */
export async function startFeed(version: string) {
  const whole = Buffer.alloc(200_000, 'fedwright');
  const sha512 = createHash('sha512').update(whole).digest('base64');
  const name = `Fedwright-${version}-linux-x64.deb`;
  const list = [
    `version: ${version}`,
    'files:',
    `  - url: ${name}`,
    `    sha512: ${sha512}`,
    `    size: ${whole.length}`,
    `path: ${name}`,
    `sha512: ${sha512}`,
    `releaseDate: '2030-01-01T00:00:00.000Z'`,
  ].join('\n');
  let bytes = whole;
  const server = createServer((request, response) => {
    if (request.url?.includes('/latest-linux.yml')) response.end(list);
    else if (request.url?.includes(`/${name}`)) response.end(bytes);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    damage: () => void (bytes = Buffer.alloc(whole.length, 'x')),
    repair: () => void (bytes = whole),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
