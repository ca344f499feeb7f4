import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandLine } from './fixtures/command-line';
import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { type Child } from './servers/child';
import { ownStorage, shutDown, startKit } from './servers/federation';
import { freePort } from './servers/free-port';
import { needPeer, peers } from './servers/peers';
import { processesIn, processesMarked } from './servers/processes';

test.beforeEach(() => needPeer(peers.nvflare()));

test('kits of before work with a renewed server, and so does a site that was added', async ({
  cli,
  workspace,
}) => {
  test.setTimeout(240_000);
  const { folder, env } = workspace;
  const file = path.join(folder, 'project.yml');
  const port = await freePort();
  const write = (sites: string[]) =>
    writeFileSync(file, projectFile({ name: 'renewed', sites, port, local: true }));
  const provision = async (to: string, ...options: string[]) => {
    const made = await cli.run(['provision', file, '--out', path.join(folder, to), ...options]);
    expect(made.code, made.stderr + made.stdout).toBe(0);
    return readdirSync(path.join(folder, to)).toSorted();
  };
  write(['site-1']);
  await provision('first');
  expect(await provision('second', '--renew', 'server1')).toEqual(['server1']);
  write(['site-1', 'site-2']);
  expect(await provision('third', '--only-new')).toEqual(['site-2']);
  const none = await cli.run(['provision', file, '--out', path.join(folder, 'fourth'), '--only-new']);
  expect(none.code).toBe(2);

  const kits = ['second/server1', 'first/site-1', 'third/site-2'].map((kit) => path.join(folder, kit));
  const [serverKit = '', ...siteKits] = kits;
  kits.forEach(ownStorage);
  const running: Child[] = [];
  try {
    const server = startKit(serverKit, env);
    running.push(server);
    await server.seen(/Server started/, 60_000);
    for (const kit of siteKits) running.push(startKit(kit, env));
    await server.seen(/Total clients: 2/, 60_000);
    const stop = shutDown(path.join(folder, 'first', 'admin@example.org'), env);
    running.push(stop);
    const [code] = (await once(stop.process, 'close')) as [number];
    expect(code, stop.output()).toBe(0);
    await expect.poll(() => processesIn(folder), { timeout: 60_000 }).toEqual([]);
  } finally {
    for (const child of running) await child.end('SIGKILL');
  }
});

// The proof that the kits are real: the federation that they describe comes up and goes down again.
test('a server and two sites run from the kits', async ({ cli, workspace }) => {
  test.setTimeout(180_000);
  const { folder, env, mark } = workspace;
  const out = path.join(folder, 'kits');
  const sites = ['site-1', 'site-2'];
  const text = projectFile({ name: 'federation', sites, port: await freePort(), local: true });
  writeFileSync(path.join(folder, 'project.yml'), text);
  const made = await cli.run(['provision', path.join(folder, 'project.yml'), '--out', out]);
  expect(made.code, made.stderr).toBe(0);

  const kit = (name: string) => path.join(out, name);
  for (const name of ['server1', ...sites]) ownStorage(kit(name));
  const running: Child[] = [];
  try {
    const server = startKit(kit('server1'), env);
    running.push(server);
    await server.seen(/Server started/, 60_000);
    for (const name of sites) running.push(startKit(kit(name), env));
    for (const [index, name] of sites.entries())
      await running[index + 1]?.seen(new RegExp(`Successfully registered client:\\s*${name}`), 60_000);
    await server.seen(/Total clients: 2/, 60_000);

    const stop = shutDown(kit('admin@example.org'), env);
    running.push(stop);
    const [code] = (await once(stop.process, 'close')) as [number];
    expect(code, stop.output()).toBe(0);
    // Asked to stop, all of it ends by itself.
    await expect.poll(() => processesIn(out), { timeout: 60_000 }).toEqual([]);
    await expect.poll(() => processesMarked(mark)).toEqual([]);
  } finally {
    for (const child of running) await child.end('SIGKILL');
  }
});

interface Made {
  requestId: string;
}

// The same of kits whose keys were made where they run, and signed elsewhere.
test('a server and a site run from kits that they have made themselves', async ({
  cli,
  workspace,
  warmProgram,
}) => {
  test.setTimeout(180_000);
  const { folder, env, mark } = workspace;
  const { authorityId } = await cli.call<{ authorityId: string }>('distributed.createAuthority', {
    ...{ name: 'federation', serverHost: 'localhost', fedLearnPort: await freePort() },
  });
  const [ca] = await cli.call<{ fingerprint256: string }[]>('distributed.authorities');
  const out = path.join(folder, 'kits');
  mkdirSync(out);

  const makeKit = async (name: string, more: object) => {
    const own = commandLine({ ...env, FEDWRIGHT_DATA: path.join(folder, `data-${name}`) }, warmProgram);
    const wanted = { project: 'federation', name, org: 'north', ...more };
    const { requestId } = await own.call<Made>('distributed.createRequest', wanted);
    const [asked] = await own.call<{ keyFingerprint: string }[]>('distributed.requests');
    const [request, signed] = ['request', 'signed'].map((what) => path.join(folder, `${name}.${what}.zip`));
    await own.call('distributed.save', { what: 'request', id: requestId, grantId: request });
    const incoming = await cli.call<{ id: string }>('distributed.importRequest', {
      ...{ authorityId, grantId: request },
    });
    await cli.call('distributed.approve', { incomingId: incoming.id, fingerprint: asked?.keyFingerprint });
    await cli.call('distributed.save', { what: 'signed', id: incoming.id, grantId: signed });
    await own.call('distributed.importSigned', { requestId, grantId: signed });
    await own.call('distributed.package', { requestId, fingerprint: ca?.fingerprint256 });
    await own.call('distributed.exportKitFolder', { requestId, grantId: out });
    return path.join(out, name);
  };
  const serverKit = await makeKit('localhost', { type: 'server', hostNames: ['127.0.0.1'] });
  const siteKit = await makeKit('site-1', { type: 'client' });
  for (const kit of [serverKit, siteKit]) ownStorage(kit);

  const running: Child[] = [];
  try {
    const server = startKit(serverKit, env);
    running.push(server);
    await server.seen(/Server started/, 60_000);
    const site = startKit(siteKit, env);
    running.push(site);
    await site.seen(/Successfully registered client:\s*site-1/, 60_000);
    await server.seen(/Total clients: 1/, 60_000);
  } finally {
    // NVFlare signs no project admin in this way, so nobody may ask for a shutdown of all.
    for (const child of running) await child.end('SIGKILL');
  }
  await expect.poll(() => processesMarked(mark)).toEqual([]);
});
