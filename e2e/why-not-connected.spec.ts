import { copyFileSync, readFileSync } from 'node:fs';
import http2 from 'node:http2';
import net from 'node:net';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { type CertificateFiles, type TestCa, makeTestCa } from './servers/certificates';
import { freePort } from './servers/free-port';
import { needPeer, peers } from './servers/peers';
import { startTlsServer } from './servers/tls-server';

const ends: (() => unknown)[] = [];
test.afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function caOf(name?: string): TestCa {
  const ca = makeTestCa(name);
  ends.push(() => ca.end());
  return ca;
}

/** What was found to be wrong, each with its title; null while it is looked. Read at one moment. */
function wrong(page: Page): Promise<string[] | null> {
  return page.getByRole('list', { name: 'Checks' }).evaluate((list) => {
    if (list.ariaBusy !== 'false') return null;
    const found = [...list.querySelectorAll('li')].map((item) => item.innerText);
    // Kits whose CA was exchanged are not as they were signed.
    return found.filter((text) => /^Failed/.test(text) && !/^Failed\s*Kit/.test(text));
  });
}

async function lookAgain(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Check again' }).click();
  let found = null as string[] | null;
  await expect.poll(async () => (found = await wrong(page)), { timeout: 30_000 }).not.toBeNull();
  return (found ?? []).join('\n').replaceAll(/\s*\n\s*/g, '\n');
}

/** Looks while this server is there, and only then. */
async function lookAt(page: Page, port: number, server: net.Server): Promise<string> {
  const sockets: net.Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((done) => server.listen(port, done));
  try {
    return await lookAgain(page);
  } finally {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  }
}

/** The same with OpenSSL's own, which tells a client why it does not take it. */
async function lookAtOpenssl(page: Page, port: number, ...words: Words): Promise<string> {
  const server = await startTlsServer(port, ...words);
  try {
    return await lookAgain(page);
  } finally {
    await server.end('SIGKILL');
  }
}
type Words = [files: CertificateFiles, args: string[]];

const grpcOver = ({ cert, key }: CertificateFiles) =>
  http2.createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) });

/** A project with two sites. */
async function provision(cli: CommandLine, data: string, port: number) {
  const text = projectFile({ name: 'thorax', sites: ['site-1', 'site-2'], port, local: true });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  const { runId } = await cli.call<{ runId: string }>('provisioning.start', { projectId: summary.id });
  const kits = await cli.call<{ id: string; participant: string }[]>('kits.list');
  return {
    kitOf: (site: string) => kits.find(({ participant }) => participant === site)?.id ?? '',
    /** Makes its kit one of another CA. */
    exchange(site: string, ca: TestCa, { cert, key }: CertificateFiles): void {
      const kit = path.join(data, 'projects', summary.id, 'runs', runId, 'kits', site, 'startup');
      copyFileSync(ca.ca, path.join(kit, 'rootCA.pem'));
      copyFileSync(cert, path.join(kit, 'client.crt'));
      copyFileSync(key, path.join(kit, 'client.key'));
    },
  };
}

// What a TLS library says is another in the window (BoringSSL) than in Node (OpenSSL).
test('what keeps a site from its server is told apart, whichever library speaks TLS', async ({
  app: { page, data },
  cli,
}) => {
  needPeer(peers.nvflare());
  test.setTimeout(180_000);
  const port = await freePort();
  const { kitOf, exchange } = await provision(cli, data, port);
  const [own, twin, stranger] = [caOf('thorax'), caOf('thorax'), caOf('lung')];
  exchange('site-1', own, own.issue('site-1'));
  exchange('site-2', own, own.issue('site-2', { days: -1 }));
  const choose = (site: string) =>
    page.evaluate((id) => (location.hash = `#/preflight?kit=${id}`), kitOf(site));

  await choose('site-1');
  expect(await lookAgain(page)).toContain('nothing listens');
  expect(await lookAt(page, port, http2.createServer())).toContain('does not speak TLS');
  const banner = net.createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-Test\r\n'));
  expect(await lookAt(page, port, banner)).toContain('does not speak TLS');
  expect(
    await lookAtOpenssl(page, port, own.issue('server1'), ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']),
  ).toContain('shares no version of TLS');

  expect(await lookAt(page, port, grpcOver(own.issue('server1')))).toBe('');
  expect(await lookAt(page, port, grpcOver(stranger.issue('server1')))).toMatch(
    /^Failed\s+CA of the server\s+.*is of the CA "lung", and the kit trusts "thorax"\.\n[^\n]*$/,
  );
  expect(await lookAt(page, port, grpcOver(twin.issue('server1')))).toContain(
    'another CA that is named "thorax" as well',
  );
  expect(await lookAt(page, port, grpcOver(own.issue('server1', { days: -1 })))).toMatch(
    /^Failed\s+Dates of the certificate\s+The server's certificate expired on [^\n]*\n[^\n]*$/,
  );
  const asking = ['-Verify', '1', '-verify_return_error', '-CAfile'];
  expect(await lookAtOpenssl(page, port, own.issue('server1'), [...asking, stranger.ca])).toMatch(
    /^Failed\s+Taken by the server\s+The server refuses .* it trusts another CA\.\n[^\n]*$/,
  );
  const misnamed = own.issue('server1', { names: 'DNS:fl.example.org' });
  expect(await lookAt(page, port, grpcOver(misnamed))).toMatch(
    /^Failed\s+Name in the certificate\s+.*does not cover localhost; it covers fl\.example\.org\.\n[^\n]*$/,
  );

  await choose('site-2');
  await expect(page.getByRole('combobox', { name: 'Kit of' })).toHaveText('site-2');
  expect(await lookAtOpenssl(page, port, own.issue('server1'), [...asking, own.ca])).toMatch(
    /Taken by the server\s+The server refuses the certificate of this kit: it expired on/,
  );
});
