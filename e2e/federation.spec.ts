import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { type Child } from './servers/child';
import { freePort, ownStorage, shutDown, startKit } from './servers/federation';
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
