import { createHash, X509Certificate } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { commandLine } from './fixtures/command-line';
import { projectFile } from './fixtures/project-files';
import { built, root } from './fixtures/paths';
import { type Workspace, expect, test } from './fixtures/test';
import { addAgentHost } from './pages/machines';
import { type Child, startChild } from './servers/child';
import { startKeyAgent } from './servers/key-agent';
import { lighterSample } from './servers/nvflare-samples';
import { needPeer, peers } from './servers/peers';
import { startSshd } from './servers/sshd';

// Each on a data directory that no other door has made.
test.use({ seasoned: false, ownProcesses: true });

test.beforeEach(() => needPeer(peers.nvflare()));

interface Kit {
  participant: string;
  type: string;
  path: string;
  fingerprint256: string;
  notAfter: string;
}

/** Runs `npm run -s fedwright -- …` as a person would, from any directory. */
const byNpm = ({ env }: Workspace, cwd: string, ...args: string[]) =>
  ended(startChild('npm', ['--prefix', root, 'run', '-s', 'fedwright', '--', ...args], { cwd, env }));

/** Runs what that leads to. */
const fedwright = ({ env }: Workspace, cwd: string, ...args: string[]) =>
  ended(startChild(process.execPath, [built.cli, ...args], { cwd, env }));

async function ended(child: Child) {
  const parts = { stdout: '', stderr: '' };
  child.process.stdout?.on('data', (chunk: Buffer) => (parts.stdout += chunk.toString('utf8')));
  child.process.stderr?.on('data', (chunk: Buffer) => (parts.stderr += chunk.toString('utf8')));
  const [code] = (await once(child.process, 'close')) as [number | null];
  return { ...parts, code, json: <T>() => JSON.parse(parts.stdout) as T };
}

test("NVFlare's own sample project becomes kits", async ({ workspace }) => {
  const { folder } = workspace;
  copyFileSync(lighterSample('dummy_project.yml'), path.join(folder, 'project.yml'));
  const checked = await fedwright(workspace, folder, 'validate', 'project.yml');
  expect(checked.code, checked.stderr).toBe(0);
  expect(checked.json<{ ok: boolean }>().ok).toBe(true);

  // Relative paths are meant from where the person is, not from where npm runs the script.
  const made = await byNpm(workspace, folder, 'provision', 'project.yml', '--out', 'kits');
  expect(made.code, made.stderr + made.stdout).toBe(0);
  const summary = made.json<{ project: string; nvflareVersion: string; kits: Kit[] }>();
  expect(summary.project).toBe('example_project');
  expect(summary.nvflareVersion).toMatch(/^\d+\.\d+\.\d+/);
  const names = [
    'admin@nvidia.com',
    'lead@nvidia.com',
    'org-admin@nvidia.com',
    'server1',
    'site-1',
    'site-2',
  ];
  expect(summary.kits.map((kit) => kit.participant).toSorted()).toEqual(names);
  for (const kit of summary.kits) expectKit(kit, path.join(folder, 'kits'));
  expect(made.stderr).toContain('nvflare provision');

  const again = await fedwright(workspace, folder, 'provision', 'project.yml', '--out', 'kits');
  expect(again.code).toBe(4);
  expect(again.json()).toMatchObject({ code: 'CONFLICT', hint: expect.stringContaining('--out') });
});

function expectKit(kit: Kit, out: string): void {
  expect(kit.path).toBe(path.join(out, kit.participant));
  const own = kit.type === 'server' ? 'server' : 'client';
  const certificate = new X509Certificate(readFileSync(path.join(kit.path, 'startup', `${own}.crt`)));
  expect(kit.fingerprint256).toBe(certificate.fingerprint256);
  expect(new Date(kit.notAfter).getTime()).toBe(new Date(certificate.validTo).getTime());
  expect(certificate.subject).toContain(`CN=${kit.participant}`);
  const key = path.join(kit.path, 'startup', `${own}.key`);
  expect(statSync(key).mode & 0o077).toBe(0);
  expect(createHash('sha256').update(certificate.raw).digest('hex').toUpperCase()).toBe(
    kit.fingerprint256.replaceAll(':', ''),
  );
}

test("NVFlare's edge sample, which names hardly anyone, becomes a tree of kits", async ({
  workspace,
  cli,
}) => {
  const out = path.join(workspace.folder, 'kits');
  const made = await cli.run(['provision', lighterSample('edge_project.yml'), '--out', out]);
  expect(made.code, made.stdout + made.stderr).toBe(0);
  const { kits } = JSON.parse(made.stdout) as { kits: Kit[] };
  const count = (type: string) => kits.filter((kit) => kit.type === type).length;
  expect([count('server'), count('relay'), count('client'), count('admin')]).toEqual([1, 6, 18, 1]);
  for (const { path: place } of kits) expect(existsSync(path.join(place, 'startup'))).toBe(true);
});

test('every template can be provisioned as it is', async ({ cli }) => {
  const templates = await cli.call<{ id: string; counts: Record<string, number> }[]>('projects.templates');
  expect(templates.length).toBeGreaterThanOrEqual(3);
  for (const { id: templateId, counts } of templates) {
    const { summary } = await cli.call<{ summary: { id: string; warnings: number } }>('projects.create', {
      templateId,
      name: `made-from-${templateId}`,
    });
    // One that leaves the sites to the person says that there are none.
    expect(summary.warnings, templateId).toBe(counts['clients'] === 0 ? 1 : 0);
    await cli.call('provisioning.start', { projectId: summary.id });
    const kits = await cli.call<{ state: string }[]>('kits.list', { projectId: summary.id });
    const participants = Object.values(counts).reduce((sum, count) => sum + count, 0);
    expect(kits.map(({ state }) => state)).toEqual(Array.from({ length: participants }, () => 'ok'));
  }
});

test('a file that cannot be provisioned names its problems', async ({ workspace }) => {
  const { folder } = workspace;
  const text = projectFile({ name: 'bad', sites: ['site-1', 'SITE-1'], port: 99_999 });
  writeFileSync(path.join(folder, 'bad.yml'), text);
  const checked = await fedwright(workspace, folder, 'validate', 'bad.yml');
  expect(checked.code).toBe(2);
  const { ok, problems } = checked.json<{ ok: boolean; problems: { field: string; hint: string }[] }>();
  expect(ok).toBe(false);
  const fields = problems.map(({ field }) => field);
  expect(fields).toContain('participants[0].fed_learn_port');
  expect(fields.some((field) => field.startsWith('participants[2]'))).toBe(true);
  for (const { hint } of problems) expect(hint).not.toBe('');

  const refused = await fedwright(workspace, folder, 'provision', 'bad.yml', '--out', 'kits');
  expect(refused.code).toBe(2);
  expect(refused.json()).toMatchObject({ code: 'INVALID' });
  expect(existsSync(path.join(folder, 'kits'))).toBe(false);
});

test('errors are one JSON object and an exit code', async ({ workspace, cli }) => {
  const expectError = async (args: string[], exit: number, code: string) => {
    const { code: exitCode, stdout } = await cli.run(args, { cwd: workspace.folder });
    expect(exitCode, stdout).toBe(exit);
    const error = JSON.parse(stdout) as Record<string, unknown>;
    expect(error).toMatchObject({ code, message: expect.any(String), hint: expect.any(String) });
  };
  await expectError(['call', 'projects.nothing'], 2, 'INVALID');
  await expectError(['call', 'projects.get', '{"projectId":'], 2, 'INVALID');
  await expectError(['call', 'projects.get', '{"projectId":7}'], 2, 'INVALID');
  await expectError(['call', 'projects.get', '{"projectId":"none"}'], 4, 'NOT_FOUND');
  await expectError(['validate', 'nowhere.yml'], 4, 'NOT_FOUND');
  await expectError(['frobnicate'], 2, 'INVALID');
  writeFileSync(path.join(workspace.folder, 'file'), '');
  await expectError(['--data', 'file', 'call', 'host.describe'], 2, 'INVALID');
});

test('a forwarded port is there until Ctrl+C, and what only a page can use is refused', async ({
  workspace,
  cli,
}) => {
  needPeer(peers.sshd());
  const server = http.createServer((_request, response) => response.end('from the host'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sshd = await startSshd();
  const agent = await startKeyAgent(sshd.keyFile);
  try {
    const hostId = await addAgentHost(cli, sshd);
    const input = JSON.stringify({ hostId, address: '127.0.0.1', port });
    const forward = commandLine({ ...workspace.env, ...agent.env }).start(['call', 'forwards.open', input]);
    const [, localPort] = await forward.seen(/"localPort":(\d+)/);
    await forward.seen(/This lasts until you press Ctrl\+C\./);
    const read = async () =>
      (await fetch(`http://127.0.0.1:${localPort}/`, { headers: { connection: 'close' } })).text();
    expect(await read()).toBe('from the host');
    const ended = once(forward.process, 'exit');
    await forward.end('SIGINT');
    expect((await ended)[0]).toBe(0);
    await expect(read()).rejects.toThrow();
    const terminal = await cli.run(['call', 'terminals.open', '{}']);
    expect(terminal.code).toBe(2);
    expect(JSON.parse(terminal.stdout)).toMatchObject({ hint: expect.stringContaining('use ssh') });
  } finally {
    server.closeAllConnections();
    server.close();
    await agent.end();
    await sshd.end();
  }
});

test('calls answer JSON, and doctor says how every part is', async ({ workspace, cli }) => {
  const described = await cli.call<{ door: string; dataDirectory: string }>('host.describe');
  expect(described).toMatchObject({ door: 'cli', dataDirectory: workspace.data });

  const elsewhere = await cli.run(['--data', 'other', 'call', 'host.describe'], { cwd: workspace.folder });
  expect(JSON.parse(elsewhere.stdout)).toMatchObject({ dataDirectory: path.join(workspace.folder, 'other') });

  const { code, stdout } = await cli.run(['doctor', '--json']);
  const { ok, parts } = JSON.parse(stdout) as {
    ok: boolean;
    parts: { part: string; state: string; hint: string }[];
  };
  expect(code).toBe(ok ? 0 : 5);
  expect(parts.map(({ part }) => part)).toEqual(
    expect.arrayContaining(['nvflare', 'keychain', 'disk', 'store']),
  );
  for (const { state, hint } of parts) if (state === 'failed') expect(hint).not.toBe('');
  expect(parts.find(({ part }) => part === 'nvflare')).toMatchObject({ state: 'ok' });
});

test('a failure of a peer is exit 5 and says what to do', async ({ workspace, cli }) => {
  const { env, folder } = workspace;
  writeFileSync(path.join(folder, 'project.yml'), projectFile({ name: 'alone', sites: ['site-1'] }));
  // Node and the shell, but no Python.
  env['PATH'] = path.dirname(process.execPath);
  const args = ['provision', path.join(folder, 'project.yml'), '--out', path.join(folder, 'kits')];
  const { code, stdout } = await cli.run(args);
  expect(code, stdout).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'UNAVAILABLE',
    hint: expect.stringMatching(/python|NVFlare/i),
  });
});
