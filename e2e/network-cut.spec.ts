import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { expect, test } from './fixtures/test';
import { board, expectPhase } from './pages/deployments';
import { provisionSample } from './pages/every-page';
import { forwardPort } from './pages/forwards';
import { addAgentHost } from './pages/machines';
import { openSection, openTray, row, runCommand, table, title } from './pages/shell';
import * as terminal from './pages/terminals';
import { startDockerd, testImage } from './servers/dockerd';
import { startKeyAgent } from './servers/key-agent';
import { needPeer, peers } from './servers/peers';
import { startSilentProxy } from './servers/silent-proxy';
import { startSshd } from './servers/sshd';

/** Three signs of life are missed by then, and whatever hung on the connection is told. */
const noticed = { timeout: 45_000 };
/** After a loss it is tried again after longer and longer pauses. */
const back = { timeout: 90_000 };
const size = 8_000_000;

test('a network that swallows everything is told by each use of a host, and each goes on when it is back', async ({
  launch,
  cli,
  workspace,
}) => {
  needPeer(peers.sshd() ?? peers.nvflare());
  test.setTimeout(240_000);
  const [sshd, dockerd, service] = await Promise.all([startSshd(), startDockerd(), startService()]);
  const [proxy, agent] = await Promise.all([startSilentProxy(sshd), startKeyAgent(sshd.keyFile)]);
  Object.assign(workspace.env, agent.env);
  const far = path.join(workspace.folder, 'far');
  mkdirSync(far);
  const large = path.join(workspace.folder, 'large.bin');
  writeFileSync(large, randomBytes(size));
  try {
    dockerd.docker('run', '-d', '--network', 'none', '--name', 'trainer', testImage, 'sleep', '6000');
    const say = (word: string) => dockerd.docker('exec', 'trainer', 'sh', '-c', `echo ${word} >/proc/1/fd/1`);
    const through = { ...sshd, port: proxy.port };
    const hostId = await addAgentHost(cli, through, 'north', { dockerSocket: dockerd.socket });
    const { page, close } = await launch();
    await expect(title(page, 'Overview')).toBeVisible();
    await sendKit(page, cli, hostId, path.join(far, 'kit'));
    const read = await forward(page, service.port);
    await expect.poll(read).toBe('from the host');
    await runCommand(page, 'terminal on north', 'Terminal on north');
    await expect(terminal.pane(page)).toHaveAttribute('data-state', 'open');
    await openSection(page, 'Containers');
    await row(table(page, 'Containers'), 'trainer').click();
    await page
      .getByRole('complementary', { name: 'Inspector' })
      .getByRole('button', { name: 'Logs' })
      .click();
    const log = page.getByRole('dialog', { name: 'Log of "trainer"' });
    say('before');
    await expect(log.getByRole('log')).toContainText('before');
    // In the middle of the upload, whichever is faster.
    proxy.holdAfter(size / 2);
    const at = Buffer.from(far).toString('base64url');
    cli.start([
      'call',
      'remoteFiles.upload',
      JSON.stringify({ hostId, path: at, source: { from: 'grant', grantId: large } }),
    ]);
    await expect.poll(() => proxy.holds(), { timeout: 30_000 }).toBe(true);
    await expect.poll(() => sentTo(far)).toBeGreaterThan(0);

    proxy.cut();
    say('meanwhile');
    await expect(log).toContainText('It goes on by itself when the host answers again.', noticed);
    await page.keyboard.press('Escape');
    await openSection(page, 'Terminals');
    await expect(terminal.pane(page)).toHaveAttribute('data-state', 'lost', noticed);
    await expect(terminal.pane(page)).toContainText('The connection was lost.');
    await openSection(page, 'Deployments');
    await expect(row(board(page), 'north-hospital')).toContainText('Not reachable', noticed);
    await runCommand(page, 'forwarded', 'Forwarded ports');
    const line = table(page, 'Forwarded ports').getByRole('row').nth(1);
    await expect(line).toContainText('Lost, is tried again');
    expect(await read()).toBe('nothing');
    await expect((await openTray(page)).getByText('The connection to the host was lost.')).toBeVisible(
      noticed,
    );
    await page.keyboard.press('Escape');
    expect(existsSync(path.join(far, 'large.bin'))).toBe(false);
    expect(sentTo(far)).toBeGreaterThan(0);

    proxy.letGo();
    proxy.mend();
    await expect(line).toContainText('Open', back);
    await expect.poll(read, back).toBe('from the host');
    await openSection(page, 'Terminals');
    await expect(terminal.pane(page)).toHaveAttribute('data-state', 'open', back);
    await openSection(page, 'Deployments');
    await expectPhase(page, 'north-hospital', 'Stopped');
    await openSection(page, 'Containers');
    await expect(row(table(page, 'Containers'), 'trainer')).toContainText('Running');
    await expect(page.getByRole('list', { name: 'Hosts' })).not.toContainText('No answer', back);
    await row(table(page, 'Containers'), 'trainer').click();
    await page
      .getByRole('complementary', { name: 'Inspector' })
      .getByRole('button', { name: 'Logs' })
      .click();
    await expect(log.getByRole('log')).toContainText('meanwhile');
    await page.keyboard.press('Escape');
    await (await openTray(page)).getByRole('button', { name: /^Run again/ }).click();
    await expect.poll(() => existsSync(path.join(far, 'large.bin')), { timeout: 60_000 }).toBe(true);
    expect(readFileSync(path.join(far, 'large.bin')).equals(readFileSync(large))).toBe(true);
    await close();
  } finally {
    await Promise.all([service.end(), proxy.end(), agent.end()]);
    await Promise.all([sshd.end(), dockerd.end()]);
  }
});

async function startService() {
  const server = http.createServer((_request, response) => response.end('from the host'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async end() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Puts one kit into a folder of the host, where it rests. */
async function sendKit(page: Page, cli: CommandLine, hostId: string, directory: string): Promise<void> {
  const { projectId } = await provisionSample(cli);
  const kits = await cli.call<{ id: string; participant: string }[]>('kits.list', { projectId });
  const kitId = kits.find(({ participant }) => participant === 'north-hospital')?.id;
  await cli.call('deployments.deploy', { items: [{ kitId, place: { kind: 'host', hostId, directory } }] });
  await openSection(page, 'Deployments');
  await expectPhase(page, 'north-hospital', 'Stopped');
}

/** Gives how to read what is behind it: `nothing` when nothing comes. */
async function forward(page: Page, port: number): Promise<() => Promise<string>> {
  const { address } = await forwardPort(page, port);
  return () =>
    fetch(address, { headers: { connection: 'close' }, signal: AbortSignal.timeout(5000) }).then(
      (answer) => answer.text(),
      () => 'nothing',
    );
}

/** How much of the upload has arrived. */
function sentTo(far: string): number {
  const part = readdirSync(far).find((name) => name.endsWith('.part'));
  return part ? statSync(path.join(far, part)).size : 0;
}
