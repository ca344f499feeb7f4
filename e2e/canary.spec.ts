import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Task } from '../preload/contract/tasks';
import { readPlainZip } from './fixtures/archives';
import type { CommandLine } from './fixtures/command-line';
import { exposedBy, filesWith } from './fixtures/leaks';
import { root } from './fixtures/paths';
import { projectFile, siteNames } from './fixtures/project-files';
import { requestFrame, speakRaw } from './fixtures/raw-wire';
import { type RunningApp, expect, test } from './fixtures/test';
import { readIfThere } from './fixtures/workspace';
import { provisionSample } from './pages/every-page';
import { openSection } from './pages/shell';
import { needPeer, peers } from './servers/peers';
import { findMarked, processesMarked } from './servers/processes';
import { type Sshd, startSshd } from './servers/sshd';

// Secrets that a person gives or gets, looked for everywhere that they have no business.

/** Makes a call as the page would, and resolves to its answer. */
async function ask<T>({ page }: RunningApp, name: string, input?: unknown): Promise<T> {
  const [answer] = await speakRaw(page, [requestFrame('ask', name, input)], ['ask']);
  const { json } = JSON.parse(answer?.body ?? '{}') as { json: T };
  return json;
}

/**
 * A line from the middle of each kit's private key: no two keys share one. At rest they are sealed, so the kits are
 * exported for a moment.
 */
async function keyLines(cli: CommandLine, folder: string, kitIds: string[]): Promise<string[]> {
  const out = path.join(folder, 'exported');
  mkdirSync(out);
  await cli.call('kits.exportFolder', { kitIds, grantId: out });
  const lines = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.key'))
    .map((name) => readFileSync(path.join(out, name), 'utf8').split('\n')[10] ?? '')
    .filter((line) => line.length === 64);
  rmSync(out, { recursive: true });
  return lines;
}

/**
 * Two hosts that are logged in to, one with a password and one with a key that a passphrase opens, as the page does
 * it. Gives what ends their servers.
 */
async function connectHosts(
  app: RunningApp,
  { cli, folder }: { cli: CommandLine; folder: string },
  secrets: { password: string; passphrase: string },
): Promise<() => Promise<void>> {
  const account = { username: 'flare-canary', password: secrets.password };
  const open = await startSshd([], account);
  const locked = await startSshd();
  const keyFile = path.join(folder, 'locked_key');
  copyFileSync(locked.keyFile, keyFile);
  chmodSync(keyFile, 0o600);
  const { status } = spawnSync('ssh-keygen', ['-p', '-P', '', '-N', secrets.passphrase, '-f', keyFile]);
  expect(status).toBe(0);
  const add = async (sshd: Sshd, about: object, kind: 'password' | 'passphrase') => {
    const { address, port, username } = sshd;
    const settings = { name: kind, kind: 'ssh', address, port, username, ...about };
    const { id: hostId } = await cli.call<{ id: string }>('hosts.create', settings);
    await cli.call('hosts.trustKey', { hostId, fingerprint256: sshd.fingerprint256 });
    await ask(app, 'hosts/setSecret', { hostId, kind, value: secrets[kind] });
    expect(await ask(app, 'hosts/connect', { hostId })).toMatchObject({ connection: { state: 'open' } });
    await ask(app, 'hosts/health', { hostId });
  };
  await add(open, { auth: 'password' }, 'password');
  await add(locked, { auth: 'key', keyGrantId: keyFile }, 'passphrase');
  return async () => {
    await open.end();
    await locked.end();
  };
}

test('no secret is in a file, a log, an argument list, an environment or a diagnostics bundle', async ({
  app,
  cli,
  workspace,
}) => {
  test.setTimeout(240_000);
  needPeer(peers.nvflare() ?? peers.keyring() ?? peers.sshd() ?? peers.mounts());
  const { page, origin } = app;
  const { folder, data, mark } = workspace;
  await provisionSample(cli, 'trial');
  await cli.call('distributed.createAuthority', { name: 'thorax', serverHost: 'fl.example.org' });
  await cli.call('distributed.createRequest', {
    ...{ project: 'thorax', name: 'site-1', org: 'north', type: 'client' },
  });
  await openSection(page, 'Projects');
  const typed = ['canary-4h2-index-password', 'canary-9w6-wrong-passphrase'] as const;
  const [password, passphrase] = typed;
  await ask(app, 'settings/setPackageIndexPassword', { password });
  const kits = await ask<{ id: string }[]>(app, 'kits/list', {});
  const zip = await ask<{ password: string }>(app, 'kits/exportZip', { kitIds: kits.map(({ id }) => id) });
  const backup = await ask<{ passphrase: string }>(app, 'upkeep/exportBackup', {});
  await ask(app, 'upkeep/describeBackup', { backupId: 'none', passphrase });
  const ofHosts = { password: 'canary-3v8-host-password', passphrase: 'canary-8r5-host-passphrase' };
  const endHosts = await connectHosts(app, { cli, folder }, ofHosts);
  const secrets = [...typed, zip.password, backup.passphrase, ...Object.values(ofHosts)];
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(15);

  const keys = await keyLines(
    cli,
    folder,
    kits.map(({ id }) => id),
  );
  expect(keys.length).toBeGreaterThan(0);

  // While it provisions, every process of it is looked at until the run has ended.
  const seen: string[] = [];
  const long = await ask<{ summary: { id: string } }>(app, 'projects/import', {
    text: projectFile({ name: 'long', sites: siteNames(40) }),
  });
  const { taskId } = await ask<{ taskId: string }>(app, 'provisioning/start', {
    projectId: long.summary.id,
  });
  const look = async () => {
    for (const { command, text } of exposedBy(mark)) {
      seen.push(command);
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).not.toContain('PRIVATE KEY');
    }
    return (await ask<Task>(app, 'tasks/get', { taskId })).state;
  };
  await expect.poll(look, { timeout: 60_000, intervals: [20] }).toBe('succeeded');
  expect(seen.some((command) => command.includes('run_nvflare'))).toBe(true);

  const bundle = path.join(folder, 'diagnostics.zip');
  const { url } = await ask<{ url: string }>(app, 'upkeep/diagnostics', {});
  const bytes = await page.evaluate(
    async (address) => [...new Uint8Array(await (await fetch(address)).arrayBuffer())],
    `${origin}${url}`,
  );
  writeFileSync(bundle, Uint8Array.from(bytes));
  const { names, text } = readPlainZip(bundle);
  expect(names).toContain('status.json');
  for (const name of names)
    for (const secret of [...secrets, ...keys]) expect(text(name), name).not.toContain(secret);

  // Killed in the middle of its work, it leaves no more behind than when it was quit.
  await app.kill();
  await endHosts();
  const places = (secret: string) => filesWith(folder, secret).map((file) => path.relative(folder, file));
  for (const secret of [...secrets, ...keys]) expect(places(secret)).toEqual([]);
  expect(readdirSync(path.join(data, 'distributed')).sort()).toEqual(['ca', 'requests']);
  expect(filesWith(data, 'PRIVATE KEY')).toEqual([]);
});

/** What this process, and all that it starts from now on, may write of its memory when it crashes. */
const limitCores = (limits: string) =>
  expect(spawnSync('prlimit', [`--core=${limits}`, '--pid', String(process.pid)]).status).toBe(0);

/** How large a core file of a process may be: the soft limit, as the kernel writes it. */
const coreLimit = (pid: number): string | undefined =>
  /^Max core file size\s+(\S+)/m.exec(readIfThere(`/proc/${pid}/limits`))?.[1];

function crash(pid: number): void {
  try {
    process.kill(pid, 'SIGSEGV');
  } catch {
    // It went with one that crashed before it.
  }
}

test('a crash of every process leaves no dump of its memory, and nothing in clear', async ({
  launch,
  cli,
  workspace,
}) => {
  needPeer(peers.nvflare() ?? peers.keyring());
  const { folder, data, mark } = workspace;
  const dumps = () =>
    [...readdirSync(root), ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]
      .map((name) => path.basename(name))
      .filter((name) => /^core(\.\d+)?$|\.dmp$|^report\..*\.json$/.test(name));
  expect(dumps()).toEqual([]);
  // As where someone has allowed dumps for all programs.
  limitCores('unlimited:unlimited');
  try {
    const app = await launch();
    await openSection(app.page, 'Projects');
    const password = 'canary-7k1-index-password';
    await ask(app, 'settings/setPackageIndexPassword', { password });
    const { summary } = await ask<{ summary: { id: string } }>(app, 'projects/import', {
      text: projectFile({ name: 'long', sites: siteNames(60) }),
    });
    await ask(app, 'provisioning/start', { projectId: summary.id });
    await expect.poll(() => findMarked(mark, /run_nvflare/).length, { intervals: [20] }).toBeGreaterThan(0);
    const others = processesMarked(mark).filter(({ pid }) => pid !== app.pid);
    expect(coreLimit(process.pid)).toBe('unlimited');
    // One that has ended meanwhile has no limits any more.
    for (const { pid, command } of [...others, { pid: app.pid, command: 'main' }])
      expect(['0', '1', undefined], command).toContain(coreLimit(pid));
    for (const { pid } of others) crash(pid);
    await app.kill('SIGSEGV');
    await expect.poll(() => processesMarked(mark)).toEqual([]);
    expect(dumps()).toEqual([]);
    expect(filesWith(folder, password)).toEqual([]);
    // What the run had in clear goes with the next start, whichever door.
    await cli.call('projects.list', {});
    expect(filesWith(data, 'PRIVATE KEY')).toEqual([]);
  } finally {
    limitCores('0:unlimited');
  }
});
