import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { noteOpened } from './fixtures/opened';
import { expect, test } from './fixtures/test';
import { forwardPort } from './pages/forwards';
import { addAgentHost } from './pages/machines';
import { choose, inspector } from './pages/hosts';
import { runCommand, textField, title } from './pages/shell';
import { startKeyAgent } from './servers/key-agent';
import { freePort } from './servers/free-port';
import { needPeer, peers } from './servers/peers';
import { startSshd } from './servers/sshd';

test('a port of a host is opened here, survives a loss, and is closed again', async ({ launch, cli }) => {
  needPeer(peers.sshd());
  const server = http.createServer((_request, response) => response.end('from the host'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sshd = await startSshd();
  const agent = await startKeyAgent(sshd.keyFile);
  try {
    await addAgentHost(cli, sshd);
    const app = await launch(agent.env);
    const { page } = app;
    await expect(title(page, 'Overview')).toBeVisible();
    const { line, link, address } = await forwardPort(page, port);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const read = async () => (await fetch(address, { headers: { connection: 'close' } })).text();
    expect(await read()).toBe('from the host');
    await expect(line).toContainText('0 now, 1 in all');
    if (app.electron) {
      const opened = await noteOpened(app.electron);
      await link.click();
      expect(await opened()).toBe(address);
    } else {
      const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
      await expect(opened.getByText('from the host')).toBeVisible();
      await opened.close();
    }
    await sshd.kill();
    await expect(line).toContainText('Lost, is tried again');
    await sshd.restart();
    await expect(line).toContainText('Open', { timeout: 30_000 });
    expect(await read()).toBe('from the host');
    await line.getByRole('button', { name: /^Close/ }).click();
    await expect(page.getByRole('heading', { name: 'No forwarded ports' })).toBeVisible();
    await expect(read()).rejects.toThrow();
    await app.close();
  } finally {
    server.closeAllConnections();
    server.close();
    await agent.end();
    await sshd.end();
  }
});

test('a forward says at its field what is wrong, why nobody answers, and where a host is to be asked about', async ({
  launch,
  cli,
}) => {
  needPeer(peers.sshd());
  const [sshd, fresh] = [await startSshd(), await startSshd()];
  const agent = await startKeyAgent(sshd.keyFile);
  try {
    await addAgentHost(cli, sshd);
    const { address, port, username } = fresh;
    await cli.call('hosts.create', { name: 'fresh', kind: 'ssh', address, port, username, auth: 'agent' });
    const { page } = await launch(agent.env);
    await runCommand(page, 'forwarded', 'Forwarded ports');
    await page.getByRole('button', { name: 'Forward a port' }).click();
    const dialog = page.getByRole('dialog', { name: 'Forward a port' });
    await textField(dialog, 'Port').fill('99999');
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('Enter a number from 1 to 65535.');
    await expect(textField(dialog, 'Port')).toBeFocused();
    const silent = await freePort();
    await textField(dialog, 'Port').fill(String(silent));
    await textField(dialog, 'Address').fill('http://127.0.0.1');
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('Enter a host name or an IP address alone.');
    await textField(dialog, 'Address').fill('127.0.0.1');
    await choose(dialog, 'Host', 'north');
    await textField(dialog, 'Port').press('Enter');
    await expect(dialog).toBeHidden();
    const link = page.getByRole('link', { name: /in the browser$/ });
    const here = (await link.getAttribute('href')) ?? '';
    await expect(fetch(here)).rejects.toThrow();
    const trouble = `The last connection through ${new URL(here).host} came to nothing`;
    await expect(page.getByRole('note').filter({ hasText: trouble })).toBeVisible();

    await page.getByRole('button', { name: 'Forward a port' }).click();
    await choose(dialog, 'Host', 'fresh');
    await textField(dialog, 'Port').fill('80');
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('The key of "fresh" was never seen before.');
    await dialog.getByRole('button', { name: 'Look at the host' }).click();
    await expect(inspector(page).getByRole('heading', { level: 2, name: 'fresh' })).toBeVisible();
    await expect(inspector(page).getByRole('button', { name: 'Look at the key' })).toBeVisible();
  } finally {
    await agent.end();
    await sshd.end();
    await fresh.end();
  }
});
